/*
 * Two bursts of system calls, 3.4 seconds apart, from several processes, one after another: successful and failing calls
 * of different kinds, by root and by an ordinary user, from a main thread and a second thread. Between them a phase of
 * page faults, which are no system calls.
 */
#include "../workload.h"
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

enum { workers = 3, faulted_pages = 6000 };

/* Exactly `calls` system calls: a third of them reads and writes, a third failing. */
static void make_calls(int calls, int null_device) {
  char byte = 'x';
  for (int index = 0; index < calls; index++) switch (index % 6) {
      case 0: syscall(SYS_getppid); break;
      case 1: syscall(SYS_close, -1); break;
      case 2: syscall(SYS_write, null_device, &byte, 1); break;
      case 3: syscall(SYS_lseek, null_device, 0, SEEK_SET); break;
      case 4: syscall(SYS_dup, -1); break;
      case 5: syscall(SYS_read, null_device, &byte, 1); break;
    }
}

struct share {
  int calls;
  int null_device;
};

static void *second_thread(void *argument) {
  struct share *share = argument;
  make_calls(share->calls, share->null_device);
  return 0;
}

/* One process: half of its calls in the main thread, half in a second one. Only the last process is not root. */
static void work(int number, struct share share) {
  char name[16];
  snprintf(name, sizeof name, "kenrate%d", number);
  set_process_name(name);
  if (number == workers - 1 && setuid(4321)) die("setuid");
  struct share half = {share.calls / 2, share.null_device};
  make_calls(share.calls - half.calls, share.null_device);
  pthread_t thread;
  if (pthread_create(&thread, 0, second_thread, &half)) die("pthread_create");
  if (pthread_join(thread, 0)) die("pthread_join");
  _exit(0);
}

static long long milliseconds(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_MONOTONIC, &now)) die("clock_gettime");
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void burst(int number, int calls_each, int null_device) {
  long long start = milliseconds();
  for (int index = 0; index < workers; index++) {
    int status;
    pid_t child = fork();
    if (child < 0) die("fork");
    if (child == 0) work(index, (struct share){calls_each, null_device});
    if (waitpid(child, &status, 0) < 0) die("waitpid");
    if (status != 0) die("a worker failed");
  }
  fact("burst", "number=%d calls=%d start=%lld end=%lld", number, workers * calls_each, start, milliseconds());
}

static void sleep_until(long long moment) {
  struct timespec until = {moment / 1000, moment % 1000 * 1000000};
  if (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, 0)) die("clock_nanosleep");
}

static void fault_pages(void) {
  size_t length = faulted_pages * 4096UL;
  char *memory = mmap(0, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) die("mmap");
  madvise(memory, length, MADV_NOHUGEPAGE);
  struct rusage before, after;
  getrusage(RUSAGE_SELF, &before);
  for (size_t at = 0; at < length; at += 4096) ((volatile char *)memory)[at] = 1;
  getrusage(RUSAGE_SELF, &after);
  fact("faults", "count=%ld", after.ru_minflt - before.ru_minflt);
  munmap(memory, length);
}

/*
 * All processes on one processor: a plain `@calls++` loses counts when two of them make calls at once, here far more
 * than on real hardware, where the virtual processors do not take turns. Timers still fire on every processor.
 */
static void use_one_processor(void) {
  cpu_set_t first;
  CPU_ZERO(&first);
  CPU_SET(0, &first);
  DIR *processes = opendir("/proc");
  if (!processes) die("/proc");
  for (struct dirent *entry; (entry = readdir(processes));) {
    int id = atoi(entry->d_name);
    if (id > 0) sched_setaffinity(id, sizeof first, &first); /* refused for some kernel threads */
  }
  closedir(processes);
  if (sched_setaffinity(0, sizeof first, &first)) die("sched_setaffinity");
}

int main(void) {
  use_one_processor();
  int null_device = open("/dev/null", O_RDWR);
  if (null_device < 0) die("open");
  long long start = milliseconds();
  sleep_until(start + 2100);
  burst(1, 6000, null_device);
  sleep_until(start + 3700);
  fault_pages();
  sleep_until(start + 5500);
  burst(2, 15000, null_device);
  return 0;
}
