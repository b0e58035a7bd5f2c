/* Streams to an echo server on 127.0.0.1 that send without a pause and count what comes back, for some milliseconds after
   a warm-up: one thread, epoll. It looks at no byte and copies none of those that it receives (MSG_TRUNC), so that it is
   faster than what it measures. Prints what it counted, and its own and the server's processor time meanwhile. */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "listening.h"

enum { CHUNK = 64 * 1024, ALL = 1 << 30, PATIENCE_MILLIS = 20 * 1000 };

struct stream {
    int fd;
    long long sent, received, before; /* before: what it had received when the measurement began */
};

static const char chunk[CHUNK];

static double seconds_of(clockid_t clock)
{
    struct timespec time;
    must(clock_gettime(clock, &time) == 0, "clock_gettime");
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void fail(const char *reason)
{
    fprintf(stderr, "%s\n", reason);
    exit(1);
}

static void begin(struct stream *stream, int epoll, const struct sockaddr_in *server)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = stream};
    stream->fd = socket(AF_INET, SOCK_STREAM, 0);
    must(stream->fd >= 0, "socket");
    must(connect(stream->fd, (const struct sockaddr *)server, sizeof *server) == 0, "connect");
    must(epoll_ctl(epoll, EPOLL_CTL_ADD, stream->fd, &event) == 0, "epoll_ctl");
}

/* Returns whether the server has ended its side. */
static int take(struct stream *stream, int ending)
{
    ssize_t n = recv(stream->fd, NULL, ALL, MSG_DONTWAIT | MSG_TRUNC);
    if (n < 0 && errno == EAGAIN)
        return 0;
    must(n >= 0, "recv");
    stream->received += n;
    if (stream->received > stream->sent)
        fail("more came back than was sent");
    if (n == 0 && (!ending || stream->received < stream->sent))
        fail("the server closed a connection before all was back");
    return n == 0;
}

static void give(struct stream *stream)
{
    ssize_t n = send(stream->fd, chunk, CHUNK, MSG_DONTWAIT | MSG_NOSIGNAL);
    must(n >= 0 || errno == EAGAIN, "send");
    stream->sent += n > 0 ? n : 0;
}

/* Until a time by the clock; or, when all is to end, until each stream is at its end. */
static void run(int epoll, int open, double until, int ending)
{
    struct epoll_event events[64];
    while (ending ? open > 0 : seconds_of(CLOCK_MONOTONIC) < until) {
        int ready = epoll_wait(epoll, events, 64, PATIENCE_MILLIS);
        must(ready >= 0, "epoll_wait");
        if (ready == 0)
            fail("nothing came back for 20 s");
        for (int i = 0; i < ready; i++) {
            struct stream *stream = events[i].data.ptr;
            if (!ending && events[i].events & EPOLLOUT)
                give(stream);
            if (events[i].events & ~EPOLLOUT && take(stream, ending)) {
                close(stream->fd);
                open--;
            }
        }
    }
}

int main(int count, char **arguments)
{
    if (count != 6)
        fail("usage: bulk-load PORT PID STREAMS WARM-UP TIME (both in ms)");
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(atoi(arguments[1])),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int n = atoi(arguments[3]), epoll = epoll_create1(0);
    struct stream *streams = calloc(n, sizeof *streams);
    clockid_t server_clock;
    must(epoll >= 0 && streams != NULL, "epoll_create1");
    must((errno = clock_getcpuclockid(atoi(arguments[2]), &server_clock)) == 0, "clock_getcpuclockid");
    for (int i = 0; i < n; i++)
        begin(&streams[i], epoll, &server);

    run(epoll, n, seconds_of(CLOCK_MONOTONIC) + atoi(arguments[4]) / 1e3, 0);
    for (int i = 0; i < n; i++)
        streams[i].before = streams[i].received;
    double begun = seconds_of(CLOCK_MONOTONIC), own = seconds_of(CLOCK_PROCESS_CPUTIME_ID), servers = seconds_of(server_clock);
    run(epoll, n, begun + atoi(arguments[5]) / 1e3, 0);
    double seconds = seconds_of(CLOCK_MONOTONIC) - begun;
    own = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - own;
    servers = seconds_of(server_clock) - servers;

    long long bytes = 0, least = -1;
    for (int i = 0; i < n; i++) {
        long long counted = streams[i].received - streams[i].before;
        bytes += counted;
        least = least < 0 || counted < least ? counted : least;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &streams[i]};
        must(epoll_ctl(epoll, EPOLL_CTL_MOD, streams[i].fd, &event) == 0, "epoll_ctl");
        must(shutdown(streams[i].fd, SHUT_WR) == 0, "shutdown");
    }
    run(epoll, n, 0, 1);
    printf("bytes=%lld least=%lld seconds=%.6f load-cpu=%.6f server-cpu=%.6f\n", bytes, least, seconds, own, servers);
    return 0;
}
