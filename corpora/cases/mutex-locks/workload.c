/*
 * Two processes take a kernel mutex a known number of times each: every write() to a pipe locks the pipe's mutex once
 * (fs/pipe.c). Decoys are other processes: one takes reader-writer semaphores and spin locks, but no mutex (fstat and
 * chmod), one fights for a mutex of the C library, which the kernel sees as futex calls.
 */
#include "../workload.h"
#include <linux/futex.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>


enum { first_locks = 1733, second_locks = 613, other_locks = 900 };

/* Fills a pipe that nobody reads: writes of one byte that go to one page each time. */
static void write_to_pipe(int times) {
  int ends[2];
  if (pipe(ends)) die("pipe");
  for (int i = 0; i < times; i++)
    if (write(ends[1], "k", 1) != 1) die("write");
  _exit(0);
}

static void use_semaphores(int times) {
  int file = open("/job/kenfile", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) die("open");
  for (int i = 0; i < times; i++)
    if (fchmod(file, i % 2 ? 0600 : 0640)) die("fchmod");
  _exit(0);
}

static void use_futexes(int times) {
  int word = 1;
  for (int i = 0; i < times; i++) {
    struct timespec at_once = {0, 1};
    if (syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 2, &at_once, NULL, 0) != -1) die("futex");
  }
  _exit(0);
}

static void run(const char *event, const char *name, int id, int times, void (*act)(int)) {
  int status;
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    set_process_name(name);
    act(times);
  }
  if (waitpid(child, &status, 0) != child || status != 0) die(name);
  fact(event, "actor=%s pid=%d times=%d", name, child, times);
}

int main(void) {
  run("locks", "kenfirst", 24211, first_locks, write_to_pipe);
  run("decoy", "kensemaphore", 24317, other_locks, use_semaphores);
  run("locks", "kensecond", 24421, second_locks, write_to_pipe);
  run("decoy", "kenfutex", 24533, other_locks, use_futexes);
  return 0;
}
