/* Sends every byte back: a thread for each client, blocking. What blocking costs where there is no Java. */
#include <pthread.h>
#include <stdint.h>
#include <unistd.h>

#include "listening.h"

enum { BUFFER = 64 * 1024, STACK = 128 * 1024 };

static void *converse(void *argument)
{
    int fd = (int)(intptr_t)argument;
    char buffer[BUFFER];
    ssize_t n;
    while ((n = recv(fd, buffer, sizeof buffer, 0)) > 0) {
        for (ssize_t sent = 0, m; sent < n; sent += m) {
            m = send(fd, buffer + sent, n - sent, MSG_NOSIGNAL);
            if (m < 0) {
                close(fd);
                return NULL;
            }
        }
    }
    close(fd);
    return NULL;
}

int main(void)
{
    int listener = listening(SOCK_STREAM);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    for (;;) {
        pthread_t thread;
        int fd = accept(listener, NULL, NULL);
        if (fd >= 0 && pthread_create(&thread, &attributes, converse, (void *)(intptr_t)fd) != 0)
            close(fd); /* no more threads to be had */
    }
}
