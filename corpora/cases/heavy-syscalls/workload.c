/*
 * Three processes, each with a system call of its own, in two bursts, seconds apart: one call fails every time, one is
 * made by two threads, one process is not root. Between the bursts page faults.
 */
#include "../moments.h"
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { faulted_pages = 5000, second_burst = 7900 };

struct calls {
  int number;
  int times;
};

static void *make(void *argument) {
  struct calls *calls = argument;
  for (int index = 0; index < calls->times; index++) syscall(calls->number, -1);
  return NULL;
}

/* Half of the calls of umask() are made by a second thread, after those of the first. */
static void burst(int number, int times) {
  struct calls part = {number, number == SYS_umask ? times / 2 : times};
  make(&part);
  if (number != SYS_umask) return;
  pthread_t thread;
  if (pthread_create(&thread, NULL, make, &part)) die("pthread_create");
  pthread_join(thread, NULL);
}

static void start(const char *name, int id, long long at, int number, int first, int second) {
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child > 0) return;
  set_process_name(name);
  if (number == SYS_getppid && setuid(4321)) die("setuid");
  sleep_until(at + 1300);
  burst(number, first);
  sleep_until(at + second_burst);
  burst(number, second);
  fact("calls", "name=%s pid=%d number=%d first=%d second=%d", name, getpid(), number, first, second);
  _exit(0);
}

static void fault_pages(void) {
  char *memory = mmap(NULL, faulted_pages * 4096UL, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) die("mmap");
  for (int index = 0; index < faulted_pages; index++) ((volatile char *)memory)[index * 4096UL] = 1;
}

int main(void) {
  long long at = milliseconds();
  start("ken-asks", 24107, at, SYS_getppid, 6200, 2400);
  start("ken-masks", 25117, at, SYS_umask, 3400, 7600);
  start("ken-fails", 26119, at, SYS_getsid, 4800, 1900);
  sleep_until(at + 2900);
  fault_pages();
  for (int status; wait(&status) > 0;)
    if (status != 0) return 1;
  return 0;
}
