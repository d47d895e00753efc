/*
 * Parents are held by a child of vfork() that ends, by one of clone() that calls exec and lives on, and by one of clone3()
 * with a memory of its own. Decoys: a fork whose child lives as long, and threads.
 */
#include "../in-child.h"
#include "../moments.h"
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/syscall.h>

static char child_stack[65536] __attribute__((aligned(16)));
static char *own_path;

static void report(const char *how, int times, int at_least, long long longest) {
  fact("held", "how=%s pid=%d times=%d min=%d max=%lld", how, getpid(), times, at_least, longest);
}

static void by_vfork(void) {
  volatile long long longest = 0;
  for (volatile int times = 0; times < 3; times++) {
    long long start = milliseconds();
    pid_t child = vfork();
    if (child < 0) die("vfork");
    if (child == 0) {
      usleep(61000);
      _exit(0);
    }
    long long took = milliseconds() - start;
    if (took > longest) longest = took;
    end_of_child(child);
  }
  report("vfork", 3, 61, longest);
}

static int sleep_and_exec(void *unused) {
  (void)unused;
  usleep(143000);
  execl(own_path, own_path, "live-on", NULL);
  _exit(1);
}

static void by_clone(void) {
  long long longest = 0;
  for (int times = 0; times < 2; times++) {
    long long start = milliseconds();
    pid_t child = clone(sleep_and_exec, child_stack + sizeof child_stack, CLONE_VM | CLONE_VFORK | SIGCHLD, NULL);
    if (child < 0) die("clone");
    long long took = milliseconds() - start;
    if (took > longest) longest = took;
    end_of_child(child);
  }
  report("clone", 2, 143, longest);
}

static void by_clone3(void) {
  /* struct clone_args of the kernel, version 0: flags, pidfd, child_tid, parent_tid, exit_signal, stack, size, tls */
  uint64_t arguments[8] = {[0] = CLONE_VFORK, [4] = SIGCHLD};
  long long start = milliseconds();
  pid_t child = syscall(SYS_clone3, arguments, sizeof arguments);
  if (child < 0) die("clone3");
  if (child == 0) {
    usleep(237000);
    _exit(0);
  }
  report("clone3", 1, 237, milliseconds() - start);
  end_of_child(child);
}

static void by_fork(void) {
  for (int times = 0; times < 3; times++) {
    pid_t child = fork();
    if (child < 0) die("fork");
    if (child == 0) {
      usleep(61000);
      _exit(0);
    }
    end_of_child(child);
  }
  fact("decoy", "name=held-not-fork pid=%d", getpid());
}

static void *sleep_in_thread(void *unused) {
  usleep(61000);
  return unused;
}

static void by_threads(void) {
  pthread_t thread;
  for (int times = 0; times < 3; times++)
    if (pthread_create(&thread, NULL, sleep_in_thread, NULL) || pthread_join(thread, NULL)) die("pthread_create");
  fact("decoy", "name=held-not-thread pid=%d", getpid());
}

int main(int count, char **arguments) {
  own_path = arguments[0];
  if (count > 1) {
    usleep(70000);
    return 0;
  }
  in_child(24113, "held-vfork", by_vfork);
  in_child(24217, "held-clone", by_clone);
  in_child(24329, "held-clone3", by_clone3);
  in_child(24431, "held-not-fork", by_fork);
  in_child(24547, "held-not-thread", by_threads);
  return 0;
}
