/*
 * Nice values change: of the caller itself, of another process, of two processes of a group in one call, of one thread.
 * Decoys are processes that read priorities, are refused, or change their scheduling policy.
 */
#include "../in-child.h"
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>

enum { inherited = 4 };

static pid_t target, first_of_group, second_of_group;

static void report(int task, int old, int new) { fact("change", "task=%d old=%d new=%d", task, old, new); }

static void renice_myself(void) {
  if (nice(7) != 11) die("nice");
  report(getpid(), inherited, 11);
  if (setpriority(PRIO_PROCESS, 0, -13)) die("setpriority");
  report(getpid(), 11, -13);
}

static void renice_others(void) {
  if (setpriority(PRIO_PROCESS, target, 17)) die("setpriority of a process");
  report(target, inherited, 17);
  if (setpriority(PRIO_PGRP, first_of_group, 14)) die("setpriority of a group");
  report(first_of_group, inherited, 14);
  report(second_of_group, inherited, 14);
}

static void *renice_thread(void *unused) {
  if (setpriority(PRIO_PROCESS, 0, 6)) die("setpriority of a thread");
  report(gettid(), inherited, 6);
  return unused;
}

static void renice_in_thread(void) {
  pthread_t thread;
  next_process_id(24457);
  if (pthread_create(&thread, NULL, renice_thread, NULL)) die("pthread_create");
  pthread_join(thread, NULL);
}

static void only_read(void) {
  for (int index = 0; index < 5; index++)
    if (getpriority(PRIO_PROCESS, 0) != inherited) die("getpriority");
}

static void be_refused(void) {
  if (setuid(4321)) die("setuid");
  for (int index = 0; index < 5; index++)
    if (setpriority(PRIO_PROCESS, 0, inherited - 5 - index) == 0 || errno != EACCES) die("a refused setpriority");
}

static void change_policy(void) {
  struct sched_param parameter = {.sched_priority = 7};
  if (sched_setscheduler(0, SCHED_FIFO, &parameter)) die("sched_setscheduler");
  parameter.sched_priority = 0;
  if (sched_setscheduler(0, SCHED_BATCH, &parameter)) die("sched_setscheduler");
}

static void decoy(const char *name, int id, void (*act)(void)) {
  pid_t child = start_child(id, name, act);
  fact("decoy", "name=%s pid=%d", name, child);
  end_of_child(child);
}

static void stay(void) {
  for (;;) pause();
}

static void stop(pid_t child) {
  if (kill(child, SIGKILL) || waitpid(child, NULL, 0) != child) die("a process was gone");
}

int main(void) {
  if (setpriority(PRIO_PROCESS, 0, inherited)) die("setpriority");
  target = start_child(24217, "nice-target", stay);
  first_of_group = start_child(24329, "nice-group", stay);
  second_of_group = start_child(24341, "nice-group", stay);
  if (setpgid(first_of_group, 0) || setpgid(second_of_group, first_of_group)) die("setpgid");
  in_child(24113, "nice-self", renice_myself);
  in_child(24551, "nice-others", renice_others);
  in_child(24433, "nice-thread", renice_in_thread);
  decoy("nice-reader", 24611, only_read);
  decoy("nice-refused", 24659, be_refused);
  decoy("nice-policy", 24733, change_policy);
  stop(target);
  stop(first_of_group);
  stop(second_of_group);
  return 0;
}
