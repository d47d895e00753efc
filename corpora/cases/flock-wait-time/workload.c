/*
 * One process holds two flock() locks and a record lock for different spans. Two processes wait in flock(), one of them
 * twice, the second time in another thread. Decoys: a process that waits for the record lock in fcntl(), and one that
 * tries a held lock without waiting.
 */
#include "../in-child.h"
#include "../moments.h"
#include <pthread.h>
#include <sys/file.h>

static long long start;

static int lock_file(const char *path) {
  int file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) die(path);
  return file;
}

static long long nanoseconds(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_MONOTONIC, &now)) die("clock_gettime");
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static long long wait_for(const char *path, long long moment) {
  int file = lock_file(path);
  sleep_until(start + moment);
  long long begin = nanoseconds();
  if (flock(file, LOCK_EX)) die("flock");
  long long took = nanoseconds() - begin;
  close(file);
  return took;
}

static void record_lock(int file, int command, int type) {
  struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = 0, .l_len = 100};
  if (fcntl(file, command, &lock)) die("fcntl");
}

static void holder(void) {
  int first = lock_file("/tmp/ken-first"), second = lock_file("/tmp/ken-second"), record = lock_file("/tmp/ken-record");
  if (flock(first, LOCK_EX) || flock(second, LOCK_EX)) die("flock");
  record_lock(record, F_SETLK, F_WRLCK);
  sleep_until(start + 190);
  if (flock(first, LOCK_UN)) die("flock");
  sleep_until(start + 260);
  if (flock(first, LOCK_SH)) die("flock");
  sleep_until(start + 410);
  record_lock(record, F_SETLK, F_UNLCK);
  sleep_until(start + 560);
  if (flock(first, LOCK_UN)) die("flock");
  sleep_until(start + 700);
  if (flock(second, LOCK_UN)) die("flock");
  fact("holder", "pid=%d", getpid());
}

static void *second_wait(void *took) {
  *(long long *)took = wait_for("/tmp/ken-first", 300);
  return NULL;
}

static void twice(void) {
  long long one = wait_for("/tmp/ken-first", 50), other;
  pthread_t thread;
  if (pthread_create(&thread, NULL, second_wait, &other) || pthread_join(thread, NULL)) die("thread");
  fact("waited", "actor=twice pid=%d waits=2 total=%lld longest=%lld", getpid(), one + other, one > other ? one : other);
}

static void once(void) {
  long long took = wait_for("/tmp/ken-second", 80);
  fact("waited", "actor=once pid=%d waits=1 total=%lld longest=%lld", getpid(), took, took);
}

static void record_waiter(void) {
  int record = lock_file("/tmp/ken-record");
  sleep_until(start + 100);
  long long begin = nanoseconds();
  record_lock(record, F_SETLKW, F_WRLCK);
  fact("decoy", "actor=record pid=%d total=%lld", getpid(), nanoseconds() - begin);
}

static void refused(void) {
  int file = lock_file("/tmp/ken-second");
  sleep_until(start + 120);
  for (int i = 0; i < 9; i++)
    if (flock(file, LOCK_EX | LOCK_NB) == 0) die("a held lock was taken");
  fact("decoy", "actor=refused pid=%d total=0", getpid());
}

int main(void) {
  start = milliseconds();
  pid_t children[5] = {
      start_child(21013, "ken-holder", holder), start_child(21117, "ken-twice", twice),
      start_child(21219, "ken-once", once),     start_child(21321, "ken-record", record_waiter),
      start_child(21423, "ken-refused", refused),
  };
  for (int i = 0; i < 5; i++) end_of_child(children[i]);
  return 0;
}
