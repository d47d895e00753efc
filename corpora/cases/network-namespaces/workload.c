/*
 * Network namespaces: four are created by unshare() and three by clone(); two stay, held by a mount, the others go with
 * their processes. They go one at a time, since the kernel cleans up in batches. Decoys: namespaces of other kinds, and
 * processes that enter a network namespace, network devices. All processes have one name.
 */
#include "../workload.h"
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>

enum { by_unshare = 4, by_clone = 3, kept = 2, other_kinds = 11, entered = 13, devices = 3 };

static void wait_for(pid_t child) {
  int status;
  if (waitpid(child, &status, 0) != child || status != 0) die("a process failed");
}

/* Time for the kernel's worker to clean up. */
static void let_it_go(void) { usleep(250000); }

/* Keeps the network namespace of this process alive after it. */
static void keep(int number) {
  char place[32];
  snprintf(place, sizeof place, "/run/kennet%d", number);
  close(open(place, O_CREAT | O_RDWR | O_CLOEXEC, 0600));
  if (mount("/proc/self/ns/net", place, NULL, MS_BIND, NULL)) die("mount");
}

static void create_by_unshare(int number) {
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    if (unshare(CLONE_NEWNET)) die("unshare");
    if (number < kept) keep(number);
    _exit(0);
  }
  wait_for(child);
  let_it_go();
}

static int leave(void *unused) {
  (void)unused;
  _exit(0);
}

static void create_by_clone(void) {
  static char stack[65536];
  pid_t child = clone(leave, stack + sizeof stack, CLONE_NEWNET | SIGCHLD, NULL);
  if (child < 0) die("clone");
  wait_for(child);
  let_it_go();
}

static void create_other_kind(int number) {
  static const int kinds[] = {CLONE_NEWUTS, CLONE_NEWNS, CLONE_NEWIPC};
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    if (unshare(kinds[number % 3])) die("unshare of another kind");
    _exit(0);
  }
  wait_for(child);
}

static void enter(void) {
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    int namespace = open("/run/kennet0", O_RDONLY | O_CLOEXEC);
    if (namespace < 0 || setns(namespace, CLONE_NEWNET)) die("setns");
    _exit(0);
  }
  wait_for(child);
}

/* A network device is registered and removed, as the loopback device of every network namespace is. */
static void use_device(void) {
  if (system("ip link add kendevice type dummy && ip link del kendevice") != 0) die("ip link");
}

int main(void) {
  let_it_go();
  for (int i = 0; i < by_unshare; i++) create_by_unshare(i);
  for (int i = 0; i < other_kinds; i++) create_other_kind(i);
  for (int i = 0; i < devices; i++) use_device();
  for (int i = 0; i < by_clone; i++) create_by_clone();
  for (int i = 0; i < entered; i++) enter();
  let_it_go();
  fact("namespaces", "created=%d deleted=%d", by_unshare + by_clone, by_unshare + by_clone - kept);
  fact("decoys", "other_kinds=%d entered=%d devices=%d", other_kinds, entered, devices);
  return 0;
}
