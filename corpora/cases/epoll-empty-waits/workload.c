/*
 * Processes whose waits on an epoll descriptor run out of time, by each of the three system calls, with and without a
 * time-out of 0, mixed with waits that find events. Decoys: a process whose waits all find events, one whose waits all
 * fail, and poll(), ppoll() and select() that run out of time.
 */
#include "../named-processes.h"
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>

enum way { by_wait, by_pwait, by_pwait2 };

static int wait_for_events(enum way way, int epoll, int milliseconds) {
  struct epoll_event events[4];
  struct timespec time = {0, milliseconds * 1000000L};
  if (way == by_wait) return syscall(SYS_epoll_wait, epoll, events, 4, milliseconds);
  if (way == by_pwait) return syscall(SYS_epoll_pwait, epoll, events, 4, milliseconds, NULL, 8);
  return syscall(SYS_epoll_pwait2, epoll, events, 4, &time, NULL, 8);
}

/* `empty` waits that run out of time, and `ready` waits that find one event. */
static void waits(enum way way, int empty, int ready, int milliseconds) {
  struct epoll_event event = {.events = EPOLLIN};
  char name[16], byte;
  int ends[2], epoll = epoll_create1(0);
  if (epoll < 0 || pipe(ends) || epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event)) die("epoll");
  for (int i = 0; i < empty; i++)
    if (wait_for_events(way, epoll, milliseconds) != 0) die("a wait that runs out of time");
  if (write(ends[1], "k", 1) != 1) die("write");
  for (int i = 0; i < ready; i++)
    if (wait_for_events(way, epoll, milliseconds) != 1) die("a wait that finds an event");
  if (read(ends[0], &byte, 1) != 1) die("read");
  prctl(PR_GET_NAME, name, 0, 0, 0);
  fact("waits", "actor=%s pid=%d empty=%d ready=%d", name, getpid(), empty, ready);
}

static void failing_waits(void) {
  struct epoll_event events[4];
  int ends[2];
  if (pipe(ends)) die("pipe");
  for (int i = 0; i < 6; i++)
    if (syscall(SYS_epoll_wait, ends[0], events, 4, 0) != -1) die("a wait that fails");
  fact("decoy", "kind=failing pid=%d", getpid());
}

static void other_calls(void) {
  int ends[2];
  if (pipe(ends)) die("pipe");
  struct pollfd one = {ends[0], POLLIN, 0};
  struct timespec time = {0, 1000000};
  for (int i = 0; i < 5; i++) {
    fd_set set;
    FD_ZERO(&set);
    FD_SET(ends[0], &set);
    struct timeval limit = {0, 1000};
    if (poll(&one, 1, 1) || ppoll(&one, 1, &time, NULL) || select(ends[0] + 1, &set, NULL, NULL, &limit)) die("poll");
  }
  fact("decoy", "kind=poll pid=%d", getpid());
}

int main(void) {
  if (start_actor(24211, "waits-plain") == 0) {
    waits(by_wait, 17, 29, 2);
    _exit(0);
  }
  if (start_actor(24317, "waits-zero") == 0) {
    waits(by_wait, 37, 11, 0);
    _exit(0);
  }
  if (start_actor(24421, "waits-mask") == 0) {
    waits(by_pwait, 23, 7, 1);
    _exit(0);
  }
  if (start_actor(24533, "waits-two") == 0) {
    waits(by_pwait2, 13, 19, 1);
    _exit(0);
  }
  if (start_actor(24611, "waits-ready") == 0) {
    waits(by_wait, 0, 15, 1);
    _exit(0);
  }
  if (start_actor(24709, "fail-decoy") == 0) {
    failing_waits();
    _exit(0);
  }
  if (start_actor(24809, "poll-decoy") == 0) {
    other_calls();
    _exit(0);
  }
  return actors_ended();
}
