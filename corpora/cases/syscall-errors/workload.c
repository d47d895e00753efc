/*
 * Failing system calls of several kinds in two bursts, seconds apart: one process gets ENOENT, another, which is not
 * root, EACCES, a third EBADF. A fourth makes many calls that succeed, with small and large results.
 */
#include "../moments.h"
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { kinds = 6, second_burst = 7900 };
static const char *absent = "/ken-nothing-here", *denied = "/ken-locked/file";

/* The path fails in six different system calls, in turn. */
static void fail_on(const char *path, int times, int expected) {
  char *arguments[] = {(char *)path, NULL}, *environment[] = {NULL};
  struct stat status;
  for (int index = 0; index < times; index++) {
    int result = 0;
    switch (index % kinds) {
      case 0: result = open(path, O_RDONLY); break;
      case 1: result = stat(path, &status); break;
      case 2: result = access(path, R_OK); break;
      case 3: result = unlink(path); break;
      case 4: result = chmod(path, 0600); break;
      case 5: result = execve(path, arguments, environment); break;
    }
    if (result != -1 || errno != expected) die("a call did not fail as expected");
  }
}

static void bad_descriptors(int times) {
  for (int index = 0; index < times; index++) syscall(SYS_close, -1);
}

static void successes(int times) {
  char bytes[13];
  int zero = open("/dev/zero", O_RDONLY);
  for (int index = 0; index < times; index++) {
    if (read(zero, bytes, index % 2 ? 2 : 13) < 0) die("read");
    void *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED || munmap(page, 4096)) die("mmap");
  }
}

static void start(const char *name, int id, long long at, int code, int first, int second) {
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child > 0) return;
  set_process_name(name);
  if (code == EACCES && setuid(4321)) die("setuid");
  for (int number = 0; number < 2; number++) {
    int times = number == 0 ? first : second;
    sleep_until(at + (number == 0 ? 1300 : second_burst));
    if (code == 0) successes(times);
    else if (code == EBADF) bad_descriptors(times);
    else fail_on(code == ENOENT ? absent : denied, times, code);
  }
  fact(code ? "errors" : "decoy", "name=%s pid=%d code=%d first=%d second=%d", name, getpid(), code, first, second);
  _exit(0);
}

int main(void) {
  long long at = milliseconds();
  if (mkdir("/ken-locked", 0700)) die("mkdir");
  start("ken-absent", 24101, at, ENOENT, 618, 246);
  start("ken-denied", 25111, at, EACCES, 426, 780);
  start("ken-badfd", 26113, at, EBADF, 333, 555);
  start("ken-fine", 27127, at, 0, 500, 500);
  for (int status; wait(&status) > 0;)
    if (status != 0) return 1;
  return 0;
}
