/*
 * Runs a part of a workload in a child process with an id and a name of its own, and waits for its end. Processes that
 * follow one another keep the reports of a tracer in order; `start_child` does not wait.
 */
#ifndef KEN_IN_CHILD_H
#define KEN_IN_CHILD_H

#include "workload.h"
#include <sys/wait.h>

static inline pid_t start_child(int id, const char *name, void (*body)(void)) {
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    set_process_name(name);
    body();
    _exit(0);
  }
  return child;
}

static inline void end_of_child(pid_t child) {
  int status;
  if (waitpid(child, &status, 0) < 0) die("waitpid");
  if (status != 0) die("a child failed");
}

static inline void in_child(int id, const char *name, void (*body)(void)) { end_of_child(start_child(id, name, body)); }

#endif
