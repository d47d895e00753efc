/*
 * Processes end and are collected some time later: by wait4(), by waitid(), and by a new parent, since the first one has
 * ended. One lives long and is collected at once. The times are those that the parent sees.
 */
#include "../in-child.h"
#include "../moments.h"
#include <signal.h>

static int lifetime;
static int ended[2];

static void live(void) {
  usleep(lifetime * 1000);
  if (write(ended[1], "", 1) != 1) die("write");
}

static pid_t start(const char *name, int id, int milliseconds_alive) {
  lifetime = milliseconds_alive;
  return start_child(id, name, live);
}

static void await_end(void) {
  char byte;
  if (read(ended[0], &byte, 1) != 1) die("read");
}

static void report(const char *name, pid_t process, long long since) {
  fact("zombie", "name=%s pid=%d milliseconds=%lld", name, process, milliseconds() - since);
}

static void collect_by_wait4(void) {
  pid_t child = start("zombie-plain", 24113, 35);
  await_end();
  long long since = milliseconds();
  usleep(230000);
  if (waitpid(child, NULL, 0) != child) die("waitpid");
  report("zombie-plain", child, since);
}

static void collect_by_waitid(void) {
  siginfo_t info;
  pid_t child = start("zombie-waitid", 24217, 20);
  await_end();
  long long since = milliseconds();
  usleep(410000);
  if (waitid(P_ALL, 0, &info, WEXITED) || info.si_pid != child) die("waitid");
  report("zombie-waitid", child, since);
}

static void collect_at_once(void) {
  pid_t child = start("long-lived", 24329, 670);
  if (waitpid(child, NULL, 0) != child) die("waitpid");
  await_end();
  fact("collected", "name=long-lived pid=%d", child);
}

/* Its first parent ends at once; this process becomes the new one. */
static void leave_orphan(void) { start("zombie-orphan", 24431, 30); }

static void collect_orphan(void) {
  in_child(24533, "short-lived", leave_orphan);
  await_end();
  long long since = milliseconds();
  usleep(160000);
  pid_t orphan = wait(NULL);
  report("zombie-orphan", orphan, since);
}

int main(void) {
  if (pipe(ended) || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)) die("preparation");
  collect_by_wait4();
  collect_by_waitid();
  collect_at_once();
  collect_orphan();
  return 0;
}
