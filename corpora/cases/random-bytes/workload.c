/*
 * Processes get random bytes: by many calls, from two threads, and by calls that give less than was asked for, since the
 * buffer's second page is missing. Decoys: reads from /dev/urandom, and calls that fail.
 */
#include "../in-child.h"
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>

enum { page = 4096 };

static char buffer[40000];

static long get(void *where, size_t size) { return syscall(SYS_getrandom, where, size, 0); }

static void must_get(size_t size) {
  if (get(buffer, size) != (long)size) die("getrandom");
}

static void report(long bytes) { fact("random", "pid=%d bytes=%ld", getpid(), bytes); }

static void by_many_calls(void) {
  for (int times = 0; times < 13; times++) must_get(377);
  must_get(33331);
  report(13 * 377 + 33331);
}

static void *in_thread(void *unused) {
  for (int times = 0; times < 7; times++) must_get(1709);
  return unused;
}

static void by_threads(void) {
  pthread_t thread;
  next_process_id(24241);
  if (pthread_create(&thread, NULL, in_thread, NULL) || pthread_join(thread, NULL)) die("pthread_create");
  must_get(5003);
  report(7 * 1709 + 5003);
}

static void by_short_calls(void) {
  char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED || munmap(pages + page, page)) die("mmap");
  long bytes = 0;
  for (int times = 0; times < 5; times++) {
    long got = get(pages + 64, 2 * page);
    if (got <= 0 || got > page - 64) die("a short getrandom");
    bytes += got;
  }
  for (int times = 0; times < 4; times++)
    if (get(NULL, 9001) != -1 || errno != EFAULT) die("a failing getrandom");
  report(bytes);
}

static void from_device(void) {
  int device = open("/dev/urandom", O_RDONLY);
  for (int times = 0; times < 5; times++)
    if (read(device, buffer, 2011) != 2011) die("/dev/urandom");
  fact("decoy", "name=random-device pid=%d", getpid());
}

static void fail_only(void) {
  for (int times = 0; times < 5; times++)
    if (syscall(SYS_getrandom, buffer, 77, 0x8000) != -1 || errno != EINVAL) die("a wrong flag");
  fact("failing", "name=random-failing pid=%d", getpid());
}

int main(void) {
  /* With the first allocation the C library itself asks for some bytes. */
  void *volatile memory = malloc(64);
  free(memory);
  in_child(24113, "random-calls", by_many_calls);
  in_child(24217, "random-threads", by_threads);
  in_child(24329, "random-short", by_short_calls);
  in_child(24431, "random-device", from_device);
  in_child(24547, "random-failing", fail_only);
  return 0;
}
