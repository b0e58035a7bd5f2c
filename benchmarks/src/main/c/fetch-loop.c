/* Fetches http://127.0.0.1:PORT/NAME into FILE: recv and write in a loop, through a buffer as large as that of
   http-fetch, and nothing else. The floor that the clients are measured against. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "listening.h"

enum { BUFFER = 256 * 1024 };

static char buffer[BUFFER];

static void save(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t n = write(file, bytes, length);
        must(n > 0, "write");
        bytes += n;
        length -= n;
    }
}

int main(int count, char **arguments)
{
    must(count == 4, "usage: fetch-loop PORT NAME FILE");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(arguments[1])),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    must(fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0, "connect");
    int size = snprintf(buffer, sizeof buffer, "GET /%s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n",
                        arguments[2], arguments[1]);
    must(send(fd, buffer, size, MSG_NOSIGNAL) == size, "send");

    int file = open(arguments[3], O_WRONLY | O_CREAT | O_TRUNC, 0666);
    must(file >= 0, arguments[3]);
    size_t held = 0;
    char *body = NULL;
    while (body == NULL) {
        ssize_t n = recv(fd, buffer + held, BUFFER - held, 0);
        must(n > 0, "recv of the head");
        held += n;
        body = memmem(buffer, held, "\r\n\r\n", 4);
    }
    body += 4;
    save(file, body, buffer + held - body);
    for (ssize_t n; (n = recv(fd, buffer, BUFFER, 0)) != 0;) {
        must(n > 0, "recv");
        save(file, buffer, n);
    }
    must(close(file) == 0, "close");
    return 0;
}
