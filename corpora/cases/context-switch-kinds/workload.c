/*
 * On one CPU: a process that sleeps often, then three that run at the same time and yield to each other, one of which
 * also sleeps and waits (for children of vfork(), which is no interruptible sleep). The kernel's own counts are the facts.
 */
#include "../in-child.h"
#include <sched.h>
#include <sys/resource.h>

enum { sleeps = 97, yields = 240, rounds = 45 };

static void report(const char *name) {
  struct rusage usage;
  if (getrusage(RUSAGE_SELF, &usage)) die("getrusage");
  fact("switches", "name=%s pid=%d voluntary=%ld involuntary=%ld", name, getpid(), usage.ru_nvcsw, usage.ru_nivcsw);
}

static void sleep_often(void) {
  for (int index = 0; index < sleeps; index++) usleep(300);
  report("ken-sleeper");
}

static void yield_first(void) {
  for (int index = 0; index < yields; index++) sched_yield();
  report("ken-yielder");
}

static void yield_second(void) {
  for (int index = 0; index < 2 * yields; index++) sched_yield();
  report("ken-yielder2");
}

static void do_both(void) {
  for (int index = 0; index < rounds; index++) {
    for (int yield = 0; yield < 3; yield++) sched_yield();
    usleep(100);
    pid_t child = vfork();
    if (child < 0) die("vfork");
    if (child == 0) _exit(0);
    if (waitpid(child, NULL, 0) != child) die("waitpid");
  }
  report("ken-mixed");
}

int main(void) {
  cpu_set_t first;
  CPU_ZERO(&first);
  CPU_SET(0, &first);
  if (sched_setaffinity(0, sizeof first, &first)) die("sched_setaffinity");
  in_child(24113, "ken-sleeper", sleep_often);
  pid_t children[] = {
      start_child(24217, "ken-yielder", yield_first),
      start_child(24329, "ken-yielder2", yield_second),
      start_child(24431, "ken-mixed", do_both),
  };
  for (int index = 0; index < 3; index++) end_of_child(children[index]);
  return 0;
}
