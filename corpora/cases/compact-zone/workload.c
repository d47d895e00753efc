/*
 * Fragments memory and asks for its compaction, which runs in the context of the asking process, in each zone that has
 * memory. Two processes ask, one of them by a second thread. Decoy: a process that needs memory but no compaction.
 */
#include "../workload.h"
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

static long long now_in_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static int zones(void) {
  char line[256];
  long pages;
  int found = 0;
  FILE *file = fopen("/proc/zoneinfo", "r");
  if (!file) die("/proc/zoneinfo");
  while (fgets(line, sizeof line, file)) found += sscanf(line, " present %ld", &pages) == 1 && pages > 0;
  fclose(file);
  return found;
}

/* Every second page is given back: free memory without longer runs. */
static void fragment(int megabytes) {
  size_t length = (size_t)megabytes << 20;
  char *memory = mmap(0, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) die("mmap");
  madvise(memory, length, MADV_NOHUGEPAGE);
  for (size_t at = 0; at < length; at += 4096) memory[at] = 1;
  for (size_t at = 0; at < length; at += 8192) madvise(memory + at, 4096, MADV_DONTNEED);
}

static void compact(int times) {
  long long total = 0;
  for (int i = 0; i < times; i++) {
    int file = open("/proc/sys/vm/compact_memory", O_WRONLY);
    if (file < 0) die("compact_memory");
    long long start = now_in_nanoseconds();
    if (write(file, "1", 1) != 1) die("compact_memory");
    total += now_in_nanoseconds() - start;
    close(file);
  }
  fact("compact", "pid=%d tid=%d runs=%d total=%lld", getpid(), gettid(), times * zones(), total);
}

static void asker(void) {
  fragment(64);
  compact(3);
}

static void *in_thread(void *unused) {
  (void)unused;
  compact(2);
  return NULL;
}

static void threaded(void) {
  pthread_t thread;
  fragment(48);
  next_process_id(5683);
  if (pthread_create(&thread, NULL, in_thread, NULL)) die("pthread_create");
  pthread_join(thread, NULL);
}

static void user_of_memory(void) {
  fragment(32);
  fact("decoy", "pid=%d", getpid());
}

int main(void) {
  void (*work[])(void) = {asker, threaded, user_of_memory};
  const char *names[] = {"kenasker", "kenthreaded", "kenmemory"};
  for (int i = 0; i < 3; i++) {
    int status;
    next_process_id(5417 + 119 * i);
    pid_t child = fork();
    if (child < 0) die("fork");
    if (child == 0) {
      set_process_name(names[i]);
      work[i]();
      _exit(0);
    }
    if (waitpid(child, &status, 0) < 0 || status != 0) die("a child failed");
  }
  return 0;
}
