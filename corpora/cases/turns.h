/*
 * Processes take turns on one clock: each acts in its own two milliseconds of every sixteen. They are mixed, but the
 * reports of a tracer that prints one event with several calls stay whole on a guest with two processors.
 */
#ifndef KEN_TURNS_H
#define KEN_TURNS_H

#include "workload.h"
#include <time.h>

enum { turn_nanoseconds = 2000000, turns_per_round = 8 };

/* Sleeps until the next turn of this slot, 0 to 7. */
static inline void wait_for_turn(int slot) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  long long turn = (now.tv_sec * 1000000000LL + now.tv_nsec) / turn_nanoseconds + 1;
  while (turn % turns_per_round != slot) turn++;
  long long at = turn * turn_nanoseconds;
  struct timespec until = {at / 1000000000LL, at % 1000000000LL};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

#endif
