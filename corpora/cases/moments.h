/* Moments of the monotonic clock in milliseconds: for workloads that act in bursts, seconds apart. */
#ifndef KEN_MOMENTS_H
#define KEN_MOMENTS_H

#include "workload.h"
#include <time.h>

static inline long long milliseconds(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_MONOTONIC, &now)) die("clock_gettime");
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static inline void sleep_until(long long moment) {
  struct timespec until = {moment / 1000, moment % 1000 * 1000000};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) continue;
}

#endif
