/* What the servers in C share: listen on a free port of the loopback interface, and say on which. */
#ifndef LISTENING_H
#define LISTENING_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

static void must(int succeeded, const char *what)
{
    if (!succeeded) {
        perror(what);
        exit(1);
    }
}

enum { BACKLOG = 128, RECEIVE_BUFFER = 1024 * 1024 }; /* as the servers in Java have them */

/* type: SOCK_DGRAM or SOCK_STREAM, perhaps SOCK_NONBLOCK too; returns the socket. */
static inline int listening(int type)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, type, 0);
    must(fd >= 0, "socket");
    must(bind(fd, (struct sockaddr *)&address, sizeof address) == 0, "bind");
    if (type != SOCK_DGRAM) {
        must(listen(fd, BACKLOG) == 0, "listen");
    } else {
        int bytes = RECEIVE_BUFFER;
        must(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes) == 0, "setsockopt");
    }
    must(getsockname(fd, (struct sockaddr *)&address, &length) == 0, "getsockname");
    printf("Listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

/* The same on a Unix stream socket. */
static inline int listening_at(const char *path, int type)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    must(strlen(path) < sizeof address.sun_path, path);
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, type, 0);
    must(fd >= 0, "socket");
    must(bind(fd, (struct sockaddr *)&address, sizeof address) == 0, path);
    must(listen(fd, BACKLOG) == 0, "listen");
    printf("Listening on %s\n", path);
    fflush(stdout);
    return fd;
}

#endif
