/* Repeats a call, keeps its shortest and longest time, and reports them: `calls operation=read count=7 min=... max=...`. */
#ifndef KEN_TIMED_CALLS_H
#define KEN_TIMED_CALLS_H

#include "workload.h"
#include <time.h>

static inline long long now_in_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/*
 * `call` is an expression that is true when the call succeeded. The lower bound is given, since the kernel's part of a
 * call is shorter than what the process sees.
 */
#define timed_calls(operation, times, at_least, call)                                           \
  do {                                                                                          \
    long long longest = 0;                                                                      \
    for (int turn = 0; turn < (times); turn++) {                                                \
      long long start = now_in_nanoseconds();                                                   \
      if (!(call)) die(operation);                                                              \
      long long took = now_in_nanoseconds() - start;                                            \
      if (took > longest) longest = took;                                                       \
    }                                                                                           \
    fact("calls", "operation=%s count=%d min=%lld max=%lld", operation, times, (long long)(at_least), longest); \
  } while (0)

#endif
