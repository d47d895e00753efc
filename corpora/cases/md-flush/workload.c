/*
 * Flushes of a RAID device by two processes, one of them from a second thread. Decoys: writes to the same device that are
 * not flushed, and flushes of another device and of a file in memory.
 */
#include "../workload.h"
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>

static char *buffer;

static int open_it(const char *path, int flags) {
  int file = open(path, flags, 0600);
  if (file < 0) die(path);
  return file;
}

static void flush(const char *path, int flags, int times) {
  int file = open_it(path, flags);
  for (int i = 0; i < times; i++) {
    if (pwrite(file, buffer, 4096, 4096 * i) != 4096 || fsync(file)) die("fsync");
  }
}

static void flusher(void) {
  flush("/dev/md0", O_RDWR | O_DIRECT, 11);
  fact("flush", "pid=%d tid=%d name=kenflusher count=11", getpid(), gettid());
}

static void *in_thread(void *unused) {
  (void)unused;
  flush("/dev/md0", O_RDWR, 7);
  fact("flush", "pid=%d tid=%d name=kenthreaded count=7", getpid(), gettid());
  return NULL;
}

static void threaded(void) {
  pthread_t thread;
  next_process_id(23339);
  if (pthread_create(&thread, NULL, in_thread, NULL)) die("pthread_create");
  pthread_join(thread, NULL);
}

static void writer(void) {
  int file = open_it("/dev/md0", O_RDWR | O_DIRECT);
  for (int i = 0; i < 13; i++)
    if (pwrite(file, buffer, 8192, 1 << 20) != 8192) die("pwrite");
  fact("decoy", "pid=%d name=kenwriter", getpid());
}

static void other_device(void) {
  flush("/dev/ram3", O_RDWR | O_DIRECT, 5);
  flush("/tmp/ken-file", O_RDWR | O_CREAT, 6);
  fact("decoy", "pid=%d name=kenelsewhere", getpid());
}

int main(void) {
  void (*work[])(void) = {flusher, threaded, writer, other_device};
  const char *names[] = {"kenflusher", "kenthreaded", "kenwriter", "kenelsewhere"};
  buffer = mmap(0, 1 << 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (buffer == MAP_FAILED) die("mmap");
  for (int i = 0; i < 4; i++) {
    int status;
    next_process_id(23101 + 107 * i);
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
