/*
 * Processes that a workload starts side by side: each with a telling id and name, which an oracle finds in what is
 * reported.
 *
 *   if (start_actor(24211, "sender-one") == 0) {
 *     act();
 *     _exit(0);
 *   }
 *   return actors_ended();
 */
#ifndef KEN_NAMED_PROCESSES_H
#define KEN_NAMED_PROCESSES_H

#include "workload.h"
#include <sys/wait.h>

/* Returns 0 in the new process, its id in the old one. */
static inline pid_t start_actor(int id, const char *name) {
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) set_process_name(name);
  return child;
}

/* Waits for every child. The exit status of the workload: 0 when all of them ended well. */
static inline int actors_ended(void) {
  int status, failed = 0;
  while (wait(&status) > 0)
    if (status != 0) failed = 1;
  return failed;
}

/* Keeps low numbers from being descriptors, so that a descriptor is not taken for another small number. */
static inline void occupy_low_descriptors(int lowest) {
  for (int copy = dup(2); copy >= 0 && copy < lowest - 1;) copy = dup(2);
}

#endif
