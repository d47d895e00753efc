/*
 * For workloads: prints one fact per line, `event name=value name=value ...`, which an oracle reads back.
 *
 *   fact("connect", "pid=%d port=%d", getpid(), 18080);
 *
 * Names and values hold no blanks. A line is written at once, so that several processes may report.
 * `die("mkdir")` ends a workload whose preparation failed: the program is then unjudged, never judged wrong.
 */
#ifndef KEN_WORKLOAD_H
#define KEN_WORKLOAD_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define fact(event, ...)                                                                           \
  do {                                                                                             \
    char fact_line[1024];                                                                          \
    int fact_length = snprintf(fact_line, sizeof fact_line, "%s ", event);                         \
    fact_length += snprintf(fact_line + fact_length, sizeof fact_line - fact_length, __VA_ARGS__); \
    if (fact_length > (int)sizeof fact_line - 2) fact_length = sizeof fact_line - 2;               \
    fact_line[fact_length++] = '\n';                                                               \
    if (write(1, fact_line, fact_length) != fact_length) _exit(99);                                \
  } while (0)

/* Ends the workload with status 98 and the reason on standard error. */
#define die(what)                                             \
  do {                                                        \
    fprintf(stderr, "%s: %s\n", what, strerror(errno));       \
    fflush(stderr);                                           \
    _exit(98);                                                \
  } while (0)

/*
 * The next process or thread gets this id (or the first free one after it), so that an oracle looks for a number that
 * nothing else shows by chance. Without the kernel's help (CHECKPOINT_RESTORE) ids stay small, which is no fault.
 */
static inline void next_process_id(int id) {
  char text[16];
  int file = open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  int length = snprintf(text, sizeof text, "%d", id - 1);
  if (write(file, text, length) != length) die("ns_last_pid");
  close(file);
}

/* The process name (comm) as tracers see it: at most 15 characters. */
#define set_process_name(name) prctl(PR_SET_NAME, name, 0, 0, 0)

#endif
