/*
 * A real-time process keeps processor 1 busy for 40 ms of every 130 ms. Four ordinary processes that are bound to the
 * same processor are woken up by timers just after it has begun: each waits about 38 ms on the run queue.
 */
#include "../moments.h"
#include <sched.h>
#include <sys/mman.h>
#include <sys/wait.h>

enum { rounds = 36, waiters = 4, period = 130, busy = 40 };

/* What the waiters saw, in microseconds. */
struct account {
  int waits[waiters];
  int shortest[waiters];
  int longest[waiters];
};

static long long microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static void use_processor(int number) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(number, &set);
  if (sched_setaffinity(0, sizeof set, &set)) die("sched_setaffinity");
}

static void keep_busy(long long at) {
  struct sched_param priority = {.sched_priority = 10};
  if (sched_setscheduler(0, SCHED_FIFO, &priority)) die("sched_setscheduler");
  for (int round = 0; round < rounds; round++) {
    sleep_until(at + round * period);
    while (milliseconds() < at + round * period + busy) continue;
  }
}

/* A moment counts as a wait on the run queue when it is late by what the busy process leaves of its 40 ms. */
static void wait_often(long long at, int number, struct account *account) {
  account->shortest[number] = 1000000;
  for (int round = 0; round < rounds; round++) {
    long long moment = at + round * period + 2;
    sleep_until(moment);
    int late = microseconds() - moment * 1000;
    if (late < 34000 || late > 60000) continue;
    account->waits[number]++;
    if (late < account->shortest[number]) account->shortest[number] = late;
    if (late > account->longest[number]) account->longest[number] = late;
  }
}

int main(void) {
  long long at = milliseconds() + 300;
  struct account *account = mmap(NULL, sizeof *account, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (account == MAP_FAILED) die("mmap");
  for (int number = 0; number <= waiters; number++) {
    pid_t child = fork();
    if (child < 0) die("fork");
    if (child > 0) continue;
    use_processor(1);
    set_process_name(number == waiters ? "ken-busy" : "ken-waiter");
    if (number == waiters) keep_busy(at);
    else wait_often(at, number, account);
    _exit(0);
  }
  for (int status; wait(&status) > 0;)
    if (status != 0) return 1;
  int waits = 0, shortest = 1000000, longest = 0;
  for (int number = 0; number < waiters; number++) {
    waits += account->waits[number];
    if (account->shortest[number] < shortest) shortest = account->shortest[number];
    if (account->longest[number] > longest) longest = account->longest[number];
  }
  fact("waits", "count=%d shortest=%d longest=%d rounds=%d", waits, shortest, longest, rounds);
  return 0;
}
