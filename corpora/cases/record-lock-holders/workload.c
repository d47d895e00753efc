/*
 * Three pairs of processes: one holds a record lock on bytes of a file of its own, the other waits for it in
 * fcntl(F_SETLKW), one of them twice. Decoys: a pair that waits in flock(), a process that tries F_SETLK on held bytes, and
 * one that locks free bytes with F_SETLKW.
 */
#include "../in-child.h"
#include "../moments.h"
#include <sys/file.h>

static long long start;

static int lock_file(const char *path) {
  int file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) die(path);
  return file;
}

static int record_lock(int file, int command, int type, int at) {
  struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = at, .l_len = 50};
  return fcntl(file, command, &lock);
}

static void must(int result) {
  if (result) die("lock");
}

/* Holds the lock from the start to `end`, and again from `end` + 60 to `again` unless that is 0. */
static void hold(const char *path, int end, int again) {
  int file = lock_file(path);
  must(record_lock(file, F_SETLK, F_WRLCK, 100));
  fact("holder", "path=%s pid=%d", path, getpid());
  sleep_until(start + end);
  must(record_lock(file, F_SETLK, F_UNLCK, 100));
  if (again == 0) return;
  sleep_until(start + end + 60);
  must(record_lock(file, F_SETLK, F_WRLCK, 100));
  sleep_until(start + again);
  must(record_lock(file, F_SETLK, F_UNLCK, 100));
}

/* Waits at `moment`, keeps the lock for a moment, and asks once more at `again` unless that is 0. */
static void wait_for(const char *path, int type, int moment, int again) {
  int file = lock_file(path);
  sleep_until(start + moment);
  must(record_lock(file, F_SETLKW, type, 110));
  must(record_lock(file, F_SETLK, F_UNLCK, 110));
  if (again > 0) {
    sleep_until(start + again);
    must(record_lock(file, F_SETLKW, type, 120));
  }
  fact("waiter", "path=%s pid=%d times=%d", path, getpid(), again > 0 ? 2 : 1);
}

static void hold_first(void) { hold("/tmp/ken-lock-a", 150, 0); }
static void hold_second(void) { hold("/tmp/ken-lock-b", 170, 330); }
static void hold_third(void) { hold("/tmp/ken-lock-c", 240, 0); }
static void wait_first(void) { wait_for("/tmp/ken-lock-a", F_WRLCK, 70, 0); }
static void wait_second(void) { wait_for("/tmp/ken-lock-b", F_RDLCK, 90, 270); }
static void wait_third(void) { wait_for("/tmp/ken-lock-c", F_WRLCK, 110, 0); }

static void hold_flock(void) {
  int file = lock_file("/tmp/ken-lock-d");
  must(flock(file, LOCK_EX));
  fact("decoy", "kind=flock pid=%d", getpid());
  sleep_until(start + 200);
}

static void wait_flock(void) {
  int file = lock_file("/tmp/ken-lock-d");
  sleep_until(start + 80);
  must(flock(file, LOCK_EX));
  fact("decoy", "kind=flock pid=%d", getpid());
}

static void refused(void) {
  int file = lock_file("/tmp/ken-lock-c");
  sleep_until(start + 100);
  for (int i = 0; i < 5; i++)
    if (record_lock(file, F_SETLK, F_WRLCK, 100) == 0) die("held bytes were locked");
  fact("decoy", "kind=refused pid=%d", getpid());
}

static void undisturbed(void) {
  int file = lock_file("/tmp/ken-lock-a");
  sleep_until(start + 85);
  for (int i = 0; i < 5; i++) must(record_lock(file, F_SETLKW, F_WRLCK, 300 + 60 * i));
  fact("decoy", "kind=free pid=%d", getpid());
}

int main(void) {
  static void (*const parts[])(void) = {hold_first,  wait_first, hold_second, wait_second, hold_third,
                                        wait_third, hold_flock, wait_flock,  refused,     undisturbed};
  enum { count = sizeof parts / sizeof *parts };
  pid_t children[count];
  start = milliseconds();
  for (int i = 0; i < count; i++) {
    char name[16];
    snprintf(name, sizeof name, "ken-lock-%d", i);
    children[i] = start_child(20011 + 103 * i, name, parts[i]);
  }
  for (int i = 0; i < count; i++) end_of_child(children[i]);
  return 0;
}
