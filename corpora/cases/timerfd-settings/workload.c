/*
 * Timer descriptors set to whole milliseconds: below and above a second, with and without an interval, one absolute.
 * Decoys: setitimer(), timer_settime(), nanosleep() and timerfd_gettime() with times of their own.
 */
#include "../named-processes.h"
#include <signal.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>

static struct timespec time_of(int milliseconds) {
  return (struct timespec){milliseconds / 1000, milliseconds % 1000 * 1000000L};
}

static int new_timer(void) {
  int timer = timerfd_create(CLOCK_MONOTONIC, 0);
  if (timer < 60) die("timerfd_create");
  return timer;
}

static void set_timers(const char *name, int id, int initial, int interval, int times) {
  if (start_actor(id, name) != 0) return;
  struct itimerspec spec = {time_of(interval), time_of(initial)};
  int timer = new_timer();
  for (int i = 0; i < times; i++)
    if (timerfd_settime(timer, 0, &spec, NULL)) die("timerfd_settime");
  fact("timer", "actor=%s pid=%d initial=%d interval=%d times=%d", name, getpid(), initial, interval, times);
  _exit(0);
}

static void other_timers(void) {
  struct itimerval old_kind = {{3, 331000}, {5, 557000}};
  struct itimerspec posix = {time_of(7331), time_of(9557)}, nothing;
  struct sigevent silent = {.sigev_notify = SIGEV_NONE};
  struct timespec short_time = time_of(61);
  timer_t timer;
  if (setitimer(ITIMER_REAL, &old_kind, NULL)) die("setitimer");
  if (timer_create(CLOCK_MONOTONIC, &silent, &timer) || timer_settime(timer, 0, &posix, NULL)) die("timer_settime");
  if (timerfd_gettime(new_timer(), &nothing)) die("timerfd_gettime");
  nanosleep(&short_time, NULL);
  fact("decoy", "actor=timer-decoy pid=%d", getpid());
  _exit(0);
}

static void disarm(void) {
  struct itimerspec nothing = {{0, 0}, {0, 0}};
  if (timerfd_settime(new_timer(), 0, &nothing, NULL)) die("timerfd_settime");
  _exit(0);
}

int main(void) {
  occupy_low_descriptors(60);
  set_timers("timer-both", 24211, 5417, 2339, 5);
  set_timers("timer-short", 24317, 613, 457, 7);
  set_timers("timer-mixed", 24421, 3571, 719, 3);
  set_timers("timer-later", 24533, 887, 61007, 4);
  if (start_actor(24709, "timer-decoy") == 0) other_timers();
  if (start_actor(24809, "timer-off") == 0) disarm();
  return actors_ended();
}
