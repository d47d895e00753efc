/*
 * Forks in every way that the kernel offers, from two parents at the same time. Each parent has a process id and a
 * name of its own, so that a report can be told from every other. Threads and an exec come in between. One child
 * outlives the tracer, so that the end of processes is not taken for their creation.
 */
#include "../workload.h"
#include <pthread.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/wait.h>

extern char **environ;

static void many_ways(void);
static void fork_inside_vfork(void);
static void start(const char *name, int id, void (*actor)(void));
static void report(const char *call, const char *name, pid_t child, int leaf);
static pid_t clone3_like_fork(void);
static void *idle_thread(void *unused);

int main(int count, char **arguments) {
  if (count > 1) return strcmp(arguments[1], "quit"); /* what the spawned child runs */
  start("kenelder", 20173, many_ways);
  start("kenouter", 23417, fork_inside_vfork);
  while (wait(NULL) > 0) continue;
  fact("done", "pid=%d", getpid());
  return 0;
}

static void many_ways(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  report("fork", "kenelder", child, 1);
  child = syscall(SYS_fork);
  if (child == 0) _exit(0);
  report("fork-syscall", "kenelder", child, 1);
  child = vfork();
  if (child == 0) _exit(0);
  report("vfork", "kenelder", child, 1);
  child = clone3_like_fork();
  if (child == 0) _exit(0);
  report("clone3", "kenelder", child, 1);
  child = fork();
  if (child == 0) _exit(sleep(60));
  report("fork-long-lived", "kenelder", child, 1);
  pthread_t thread;
  if (pthread_create(&thread, NULL, idle_thread, NULL) != 0) die("pthread_create");
  pthread_join(thread, NULL);
  char *spawned[] = {"kenspawned", "quit", NULL};
  if (posix_spawn(&child, "/proc/self/exe", NULL, NULL, spawned, environ) != 0) die("posix_spawn");
  report("posix_spawn", "kenelder", child, 0);
  /* A second name of the same parent: what counts is the name at the moment of the fork. */
  set_process_name("kenrenamed");
  child = fork();
  if (child == 0) _exit(0);
  report("fork-renamed", "kenrenamed", child, 1);
  for (int ended = 0; ended < 6; ended++) wait(NULL);
}

/* The outer call of the kernel is still under way when the inner one happens: one global variable is not enough. */
static void fork_inside_vfork(void) {
  static volatile pid_t middle, inner;
  pid_t child = vfork();
  if (child == 0) {
    set_process_name("kenmiddle");
    pid_t grandchild = syscall(SYS_fork);
    if (grandchild == 0) _exit(0);
    middle = getpid();
    inner = grandchild;
    syscall(SYS_wait4, grandchild, NULL, 0, NULL);
    _exit(0);
  }
  report("vfork-outer", "kenouter", child, 0);
  fact("fork", "call=%s parent=%d child=%d name=%s leaf=1", "fork-in-vfork", middle, inner, "kenmiddle");
  while (wait(NULL) > 0) continue;
}

static void start(const char *name, int id, void (*actor)(void)) {
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    set_process_name(name);
    actor();
    _exit(0);
  }
}

static void report(const char *call, const char *name, pid_t child, int leaf) {
  if (child < 0) die(call);
  fact("fork", "call=%s parent=%d child=%d name=%s leaf=%d", call, getpid(), child, name, leaf);
}

static pid_t clone3_like_fork(void) {
  /* struct clone_args of the kernel, version 0: flags, pidfd, child_tid, parent_tid, exit_signal, stack, size, tls */
  uint64_t arguments[8] = {[4] = SIGCHLD};
  return syscall(SYS_clone3, arguments, sizeof arguments);
}

static void *idle_thread(void *unused) { return unused; }
