/* What one read returns is a shell command; its output goes back as it comes: posix_spawn, read, send. */
#define _GNU_SOURCE
#include <pthread.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>
#include <fcntl.h>

#include "listening.h"

enum { BUFFER = 64 * 1024 };

extern char **environ;

static int send_all(int fd, const char *bytes, ssize_t length)
{
    while (length > 0) {
        ssize_t n = send(fd, bytes, length, MSG_NOSIGNAL);
        if (n < 0)
            return 0;
        bytes += n;
        length -= n;
    }
    return 1;
}

static void run(int fd, char *command)
{
    char *words[] = {"sh", "-c", command, NULL};
    char buffer[BUFFER];
    int output[2];
    pid_t child;
    ssize_t n;
    posix_spawn_file_actions_t actions;
    must(pipe2(output, O_CLOEXEC) == 0, "pipe2");
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output[1], 1);
    must(posix_spawn(&child, "/bin/sh", &actions, NULL, words, environ) == 0, "posix_spawn");
    posix_spawn_file_actions_destroy(&actions);
    close(output[1]);
    while ((n = read(output[0], buffer, sizeof buffer)) > 0 && send_all(fd, buffer, n))
        ;
    close(output[0]);
    waitpid(child, NULL, 0);
}

static void *converse(void *argument)
{
    int fd = (int)(intptr_t)argument;
    char command[1024];
    ssize_t n;
    while ((n = recv(fd, command, sizeof command - 1, 0)) > 0) {
        command[n] = '\0';
        run(fd, command);
    }
    close(fd);
    return NULL;
}

int main(void)
{
    int listener = listening(SOCK_STREAM | SOCK_CLOEXEC);
    for (;;) {
        pthread_t thread;
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0)
            continue;
        if (pthread_create(&thread, NULL, converse, (void *)(intptr_t)fd) != 0)
            close(fd);
        else
            pthread_detach(thread);
    }
}
