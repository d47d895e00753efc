/*
 * One process reaches its limit of open files, another its limit of address space. Decoys are other processes: one opens
 * and maps as much as it may and fails for other reasons, one looks at limits and sets them.
 */
#include "../moments.h"
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { refused_files = 7, refused_maps = 5, most_files = 40 };
static const size_t most_memory = 64UL << 20;

static void set_limit(int resource, rlim_t most) {
  struct rlimit limit = {most, most};
  if (setrlimit(resource, &limit)) die("setrlimit");
}

static int open_files(void) {
  int refused = 0;
  set_limit(RLIMIT_NOFILE, most_files);
  while (refused < refused_files)
    if (open("/dev/null", O_RDONLY) < 0) {
      if (errno != EMFILE) die("open");
      refused++;
      usleep(2000);
    }
  return refused;
}

static int map_memory(void) {
  int refused = 0;
  set_limit(RLIMIT_AS, most_memory);
  for (int index = 0; index < 30; index++) {
    void *page = mmap(NULL, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) die("mmap");
  }
  while (refused < refused_maps) {
    if (mmap(NULL, 2 * most_memory, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED || errno != ENOMEM)
      die("mmap of too much");
    refused++;
    usleep(2000);
  }
  return refused;
}

static int fail_otherwise(void) {
  for (int index = 0; index < 25; index++) {
    if (open("/ken-nothing-here", O_RDONLY) >= 0) die("open");
    if (mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED) die("mmap");
    if (mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, -1, 0) != MAP_FAILED) die("mmap");
    if (open("/dev/null", O_RDONLY) < 0) die("open");
    if (mmap(NULL, 1 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED) die("mmap");
  }
  return 0;
}

static int look_at_limits(void) {
  struct rlimit limit;
  for (int index = 0; index < 13; index++) {
    if (getrlimit(RLIMIT_NOFILE, &limit)) die("getrlimit");
    set_limit(RLIMIT_NOFILE, 100 - index);
    if (prlimit(0, RLIMIT_AS, NULL, &limit)) die("prlimit");
  }
  return 0;
}

static void start(const char *name, int id, int (*act)(void)) {
  int status;
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    set_process_name(name);
    int refused = act();
    fact("process", "name=%s pid=%d refused=%d", name, getpid(), refused);
    _exit(0);
  }
  if (waitpid(child, &status, 0) != child || status != 0) die(name);
}

int main(void) {
  start("ken-files", 24113, open_files);
  start("ken-unlucky", 25127, fail_otherwise);
  start("ken-memory", 26147, map_memory);
  start("ken-asker", 27143, look_at_limits);
  return 0;
}
