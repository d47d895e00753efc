/*
 * New threads in every way that the kernel offers: by pthread_create() (clone3), by clone(), and by a thread that is not
 * the first of its process. One thread outlives the tracer, so that the end of threads is not taken for their creation.
 * Other processes fork in every way: those are no new threads of an existing process.
 *
 * With the argument `before` (the set-up of the case) it leaves a process behind whose second thread is there before the
 * tracer: whoever lists threads that run, and not threads that begin, shows it.
 */
#include "../workload.h"
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static void by_pthread(void);
static void by_second_thread(void);
static void by_clone(void);
static void leave_behind(void);
static void *run_now_and_then(void *unused);
static void report_left_behind(void);
static void long_lived(void);
static void forks_only(void);
static void *report_self(void *how);
static void *make_another(void *how);
static void *report_and_stay(void *how);
static int report_cloned(void *unused);
static pid_t clone3_like_fork(void);
static void report_decoy(const char *how, pid_t child);
static void start(const char *name, int id, void (*actor)(void));

static const int thread_flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;
static volatile int cloned_threads_done;
static pid_t maker; /* 0: the first thread */
static int staying[2]; /* readable when the thread that stays has reported itself */

static const char *left_behind = "/tmp/kenbefore";

int main(int count, char **arguments) {
  char nothing;
  (void)arguments;
  if (pipe(staying) != 0) die("pipe");
  if (count > 1) {
    start("kenbefore", 24313, leave_behind);
    return read(staying[0], &nothing, 1) == 1 ? 0 : 1;
  }
  report_left_behind();
  start("kenlong", 23831, long_lived);
  if (read(staying[0], &nothing, 1) != 1) die("read");
  /* All at the same time: what one event leaves behind must not be taken for another's. */
  start("kenpool", 20411, by_pthread);
  start("kenchain", 21529, by_second_thread);
  start("kenraw", 22637, by_clone);
  start("kenforks", 24749, forks_only);
  for (int ended = 0; ended < 4; ended++) wait(NULL);
  fact("done", "pid=%d", getpid());
  return 0;
}

static void by_pthread(void) {
  pthread_t threads[3];
  for (int number = 0; number < 3; number++) {
    if (pthread_create(&threads[number], NULL, report_self, "pthread_create") != 0) die("pthread_create");
  }
  for (int number = 0; number < 3; number++) pthread_join(threads[number], NULL);
}

static void by_second_thread(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, make_another, "pthread_create") != 0) die("pthread_create");
  pthread_join(thread, NULL);
}

static void *make_another(void *how) {
  pthread_t thread;
  report_self(how);
  maker = gettid();
  next_process_id(21611);
  if (pthread_create(&thread, NULL, report_self, "second-thread") != 0) die("pthread_create");
  pthread_join(thread, NULL);
  return NULL;
}

static void leave_behind(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, run_now_and_then, NULL) != 0) die("pthread_create");
  pthread_join(thread, NULL);
}

static void *run_now_and_then(void *unused) {
  FILE *file = fopen(left_behind, "w");
  if (file == NULL || fprintf(file, "%d %d\n", getpid(), gettid()) < 0 || fclose(file) != 0) die(left_behind);
  if (write(staying[1], "", 1) != 1) die("write");
  for (int times = 0; times < 600; times++) usleep(100000);
  return unused;
}

static void report_left_behind(void) {
  int pid = 0, tid = 0;
  FILE *file = fopen(left_behind, "r");
  if (file == NULL || fscanf(file, "%d %d", &pid, &tid) != 2) die(left_behind);
  fclose(file);
  usleep(300000); /* long enough for it to run */
  fact("before", "pid=%d tid=%d", pid, tid);
}

static void long_lived(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, report_and_stay, "long-lived") != 0) die("pthread_create");
  pthread_join(thread, NULL);
}

static void by_clone(void) {
  for (int number = 0; number < 2; number++) {
    char *stack = malloc(65536);
    if (stack == NULL || clone(report_cloned, stack + 65536, thread_flags, NULL) < 0) die("clone");
    while (cloned_threads_done == number) usleep(1000);
  }
}

static void forks_only(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  report_decoy("fork", child);
  child = vfork();
  if (child == 0) _exit(0);
  report_decoy("vfork", child);
  child = clone3_like_fork();
  if (child == 0) _exit(0);
  report_decoy("clone3", child);
  while (wait(NULL) > 0) continue;
}

/* A thread that was not made by the first one of its process is told with its maker. */
static void *report_self(void *how) {
  fact("thread", "how=%s pid=%d tid=%d maker=%d", (const char *)how, getpid(), gettid(), maker != 0 ? maker : getpid());
  return NULL;
}

static void *report_and_stay(void *how) {
  report_self(how);
  if (write(staying[1], "", 1) != 1) die("write");
  sleep(60);
  return NULL;
}

/* Runs without thread-local storage of its own: only what needs none of it. */
static int report_cloned(void *unused) {
  (void)unused;
  fact("thread", "how=clone pid=%d tid=%d maker=%d", getpid(), gettid(), getpid());
  cloned_threads_done++;
  syscall(SYS_exit, 0);
  return 0;
}

static pid_t clone3_like_fork(void) {
  /* struct clone_args of the kernel, version 0: flags, pidfd, child_tid, parent_tid, exit_signal, stack, size, tls */
  uint64_t arguments[8] = {[4] = SIGCHLD};
  return syscall(SYS_clone3, arguments, sizeof arguments);
}

static void report_decoy(const char *how, pid_t child) {
  if (child < 0) die(how);
  fact("decoy", "how=%s parent=%d child=%d", how, getpid(), child);
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
