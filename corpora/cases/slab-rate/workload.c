/*
 * Two caches of the kernel are asked for objects, one after the other, several seconds apart: userfaultfd_ctx_cache by
 * userfaultfd(), names_cache by system calls with a path. The objects of the first are freed much later, so that
 * allocations and frees fall into different intervals. The processes that do it have names of their own.
 */
#include "../workload.h"
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>

enum { contexts = 1500, paths = 4200, later_paths = 60 };

static void sleep_until(time_t start, int milliseconds) {
  struct timespec until = {start + milliseconds / 1000, milliseconds % 1000 * 1000000L};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL)) continue;
}

static long size_of(const char *cache, const char *file) {
  char place[128], text[32] = "";
  snprintf(place, sizeof place, "/sys/kernel/slab/%s/%s", cache, file);
  int descriptor = open(place, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 || read(descriptor, text, sizeof text - 1) <= 0) die(place);
  close(descriptor);
  return atol(text);
}

static void report(const char *cache, int objects) {
  fact("allocated", "cache=%s objects=%d object_size=%ld slab_size=%ld", cache, objects, size_of(cache, "object_size"),
       size_of(cache, "slab_size"));
}

static void use_contexts(time_t start) {
  struct rlimit files = {contexts + 100, contexts + 100};
  if (setrlimit(RLIMIT_NOFILE, &files)) die("setrlimit");
  sleep_until(start, 1200);
  for (int i = 0; i < contexts; i++)
    if (syscall(SYS_userfaultfd, O_CLOEXEC) < 0) die("userfaultfd");
  sleep_until(start, 9200);
  _exit(0); /* Frees them all. */
}

static void use_paths(time_t start) {
  sleep_until(start, 5200);
  for (int i = 0; i < paths; i++) access("/job/no-such-file", F_OK);
  sleep_until(start, 9700);
  for (int i = 0; i < later_paths; i++) access("/job/no-such-file", F_OK);
  _exit(0);
}

static void start_process(const char *name, void (*act)(time_t), time_t start) {
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child > 0) return;
  set_process_name(name);
  act(start);
}

int main(void) {
  struct timespec now;
  report("userfaultfd_ctx_cache", contexts);
  report("names_cache", paths + later_paths);
  clock_gettime(CLOCK_MONOTONIC, &now);
  start_process("kencontexts", use_contexts, now.tv_sec);
  start_process("kenpaths", use_paths, now.tv_sec);
  for (int status; wait(&status) > 0;)
    if (status != 0) return 1;
  return 0;
}
