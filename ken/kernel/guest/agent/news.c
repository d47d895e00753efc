#define _GNU_SOURCE
#include "agent.h"
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

static int children = -1, changes = -1, watched = -1;

void news_open(void) {
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    children = signalfd(-1, &child, SFD_NONBLOCK | SFD_CLOEXEC);
    changes = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (children < 0 || changes < 0) perror("agent: news");
}

void news_watch(const char *folder) { watched = inotify_add_watch(changes, folder, IN_MODIFY); }

void news_unwatch(void) {
    if (watched >= 0) inotify_rm_watch(changes, watched);
    watched = -1;
}

static bool drain(int file) {
    char events[4096];
    bool any = false;
    while (read(file, events, sizeof events) > 0) any = true;
    return any;
}

/*
 * A process that looks again and again would take time from the tracer and show up in what it traces; so the agent
 * sleeps until something happened.
 */
void news_wait(double milliseconds) {
    struct pollfd sources[] = {{.fd = children, .events = POLLIN}, {.fd = changes, .events = POLLIN}};
    long nanoseconds = (long)(milliseconds * 1e6) + 1;
    struct timespec limit = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    ppoll(sources, 2, &limit, NULL);
    drain(children);
    /* A tracer that prints without end wakes the agent once in a millisecond and not for each line. */
    if (drain(changes)) usleep(1000);
}
