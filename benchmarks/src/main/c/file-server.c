/* Sends one file, whatever is asked for, as an HTTP response: sendfile. One client after another. */
#include <fcntl.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "listening.h"

static void answer(int fd, int file, off_t length)
{
    char request[4096];
    char head[128];
    int size = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %lld\r\nConnection: close\r\n\r\n",
                        (long long)length);
    if (recv(fd, request, sizeof request, 0) <= 0 || send(fd, head, size, MSG_NOSIGNAL | MSG_MORE) < 0)
        return;
    for (off_t sent = 0; sent < length;)
        if (sendfile(fd, file, &sent, length - sent) <= 0)
            return;
}

int main(int count, char **arguments)
{
    struct stat status;
    int file = open(count == 2 ? arguments[1] : "", O_RDONLY);
    must(file >= 0, "open");
    must(fstat(file, &status) == 0, "fstat");
    int listener = listening(SOCK_STREAM);
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd >= 0) {
            answer(fd, file, status.st_size);
            shutdown(fd, SHUT_WR);
            close(fd);
        }
    }
}
