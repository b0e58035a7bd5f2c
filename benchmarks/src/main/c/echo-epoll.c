/* Sends every byte back: one thread, epoll. The floor that the other servers are measured against.
   With an argument it listens on that Unix socket. */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "listening.h"

enum { BUFFER = 256 * 1024, EVENTS = 1024 };

/* One client, and what it was too slow to take. */
struct client {
    int fd;
    char *pending;
    size_t length;
};

static int epoll;
static char buffer[BUFFER];

static void watch(struct client *client, int operation, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = client};
    must(epoll_ctl(epoll, operation, client->fd, &event) == 0, "epoll_ctl");
}

static void end(struct client *client)
{
    close(client->fd);
    free(client->pending);
    free(client);
}

static void accept_clients(int listener)
{
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct client *client = calloc(1, sizeof *client);
        must(client != NULL, "calloc");
        client->fd = fd;
        watch(client, EPOLL_CTL_ADD, EPOLLIN);
    }
}

/* Returns how many bytes the system took, or -1 if the connection is broken. */
static ssize_t give(struct client *client, const char *bytes, size_t length)
{
    ssize_t n = send(client->fd, bytes, length, MSG_NOSIGNAL);
    return n >= 0 ? n : errno == EAGAIN ? 0 : -1;
}

static void echo(struct client *client)
{
    ssize_t n = recv(client->fd, buffer, BUFFER, 0);
    if (n <= 0) {
        if (n == 0 || errno != EAGAIN)
            end(client);
        return;
    }
    ssize_t sent = give(client, buffer, n);
    if (sent < 0) {
        end(client);
    } else if (sent < n) { /* reads nothing more until this is gone */
        client->length = n - sent;
        client->pending = malloc(client->length);
        must(client->pending != NULL, "malloc");
        memcpy(client->pending, buffer + sent, client->length);
        watch(client, EPOLL_CTL_MOD, EPOLLOUT);
    }
}

static void go_on(struct client *client)
{
    ssize_t sent = give(client, client->pending, client->length);
    if (sent < 0) {
        end(client);
        return;
    }
    client->length -= sent;
    memmove(client->pending, client->pending + sent, client->length);
    if (client->length == 0) {
        free(client->pending);
        client->pending = NULL;
        watch(client, EPOLL_CTL_MOD, EPOLLIN);
    }
}

int main(int count, char **arguments)
{
    static struct epoll_event events[EVENTS];
    int type = SOCK_STREAM | SOCK_NONBLOCK;
    int listener = count == 2 ? listening_at(arguments[1], type) : listening(type);
    struct epoll_event acceptable = {.events = EPOLLIN, .data.ptr = NULL};
    epoll = epoll_create1(0);
    must(epoll >= 0, "epoll_create1");
    must(epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &acceptable) == 0, "epoll_ctl");
    for (;;) {
        int ready = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            struct client *client = events[i].data.ptr;
            if (client == NULL)
                accept_clients(listener);
            else if (client->pending != NULL)
                go_on(client);
            else
                echo(client);
        }
    }
}
