/*
 * Interval timers of three kinds expire: a repeated real one, one-shot alarms (the process sleeps), virtual and profiling
 * ones (the process computes). Decoys: timers that are set and never expire, POSIX timers, timerfd, sleeps, kill().
 */
#include "../in-child.h"
#include <signal.h>
#include <stdint.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>

static volatile sig_atomic_t received;

static void receive(int signal) {
  (void)signal;
  received++;
}

static void handle(int signal) {
  struct sigaction action = {.sa_handler = receive};
  if (sigaction(signal, &action, NULL)) die("sigaction");
}

static void set_timer(int which, int first, int interval) {
  struct itimerval value = {{0, interval}, {0, first}};
  if (setitimer(which, &value, NULL)) die("setitimer");
}

static void expired(const char *name, int which) {
  fact("expired", "name=%s pid=%d which=%d count=%d", name, getpid(), which, (int)received);
}

static void real_timer(void) {
  handle(SIGALRM);
  set_timer(ITIMER_REAL, 3000, 3000);
  while (received < 23) pause();
  set_timer(ITIMER_REAL, 0, 0);
  expired("timer-real", ITIMER_REAL);
}

static void alarms(void) {
  handle(SIGALRM);
  for (int times = 0; times < 2; times++) {
    alarm(1);
    pause();
  }
  set_timer(ITIMER_REAL, 2000, 0);
  pause();
  expired("timer-alarm", ITIMER_REAL);
}

static void compute(const char *name, int which, int signal, int times) {
  volatile unsigned work = 0;
  handle(signal);
  set_timer(which, 8000, 8000);
  while (received < times) work++;
  set_timer(which, 0, 0);
  expired(name, which);
}

static void virtual_timer(void) { compute("timer-virtual", ITIMER_VIRTUAL, SIGVTALRM, 11); }

static void profiling_timer(void) { compute("timer-prof", ITIMER_PROF, SIGPROF, 7); }

static void set_only(void) {
  for (int times = 0; times < 37; times++) set_timer(ITIMER_REAL, 900000, 0);
  set_timer(ITIMER_REAL, 0, 0);
  fact("decoy", "name=timer-unset pid=%d", getpid());
}

static void posix_timer(void) {
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
  struct itimerspec value = {{0, 2000000}, {0, 2000000}};
  timer_t timer;
  handle(SIGALRM);
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) || timer_settime(timer, 0, &value, NULL)) die("timer_create");
  while (received < 13) pause();
  timer_delete(timer);
  fact("decoy", "name=timer-posix pid=%d", getpid());
}

static void descriptor_timer(void) {
  struct itimerspec value = {{0, 2000000}, {0, 2000000}};
  struct timespec moment = {0, 1000000};
  uint64_t expiries;
  int timer = timerfd_create(CLOCK_MONOTONIC, 0);
  if (timer < 0 || timerfd_settime(timer, 0, &value, NULL)) die("timerfd");
  for (int times = 0; times < 13; times++) {
    if (read(timer, &expiries, sizeof expiries) != sizeof expiries) die("read");
    nanosleep(&moment, NULL);
  }
  fact("decoy", "name=timer-fd pid=%d", getpid());
}

static void killed(void) {
  handle(SIGALRM);
  handle(SIGPROF);
  for (int times = 0; times < 13; times++)
    if (kill(getpid(), times % 2 ? SIGALRM : SIGPROF)) die("kill");
  fact("decoy", "name=timer-kill pid=%d", getpid());
}

int main(void) {
  in_child(24113, "timer-real", real_timer);
  in_child(24217, "timer-alarm", alarms);
  in_child(24329, "timer-virtual", virtual_timer);
  in_child(24431, "timer-prof", profiling_timer);
  in_child(24547, "timer-unset", set_only);
  in_child(24659, "timer-posix", posix_timer);
  in_child(24763, "timer-fd", descriptor_timer);
  in_child(24877, "timer-kill", killed);
  return 0;
}
