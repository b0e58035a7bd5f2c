/* Answers each datagram, NAME, with another: Hello, NAME! One thread, recvfrom and sendto. */
#include <string.h>

#include "listening.h"

#define HELLO "Hello, "

enum { OFFSET = sizeof HELLO - 1, LARGEST = 65527 };

int main(void)
{
    static char buffer[OFFSET + LARGEST + 1] = HELLO;
    int fd = listening(SOCK_DGRAM);
    for (;;) {
        struct sockaddr_in client;
        socklen_t length = sizeof client;
        ssize_t n = recvfrom(fd, buffer + OFFSET, LARGEST, 0, (struct sockaddr *)&client, &length);
        if (n >= 0) {
            buffer[OFFSET + n] = '!';
            sendto(fd, buffer, OFFSET + n + 1, 0, (struct sockaddr *)&client, length);
        }
    }
}
