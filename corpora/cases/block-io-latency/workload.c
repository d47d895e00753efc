/*
 * Direct I/O on two block devices that complete a request after 7.3 and 23.7 milliseconds. Two processes issue at the
 * same time, one of them from a second thread. Completions interrupt somebody else: processes that only compute keep
 * every processor busy. Another decoy reads and writes a file that needs no device.
 */
#include "../workload.h"
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

static char *buffer;
static char small[6144];

static long long nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

struct work {
  const char *device;
  long first_sector, sectors, delay;
  int reads, writes;
};

static long long issue(int file, const struct work *work, long sector, int write_it) {
  long long start = nanoseconds();
  long size = work->sectors * 512;
  long done = write_it ? pwrite(file, buffer, size, sector * 512) : pread(file, buffer, size, sector * 512);
  if (done != size) die("direct I/O");
  return nanoseconds() - start;
}

static void *issue_all(void *argument) {
  const struct work *work = argument;
  long long longest = 0;
  int file = open(work->device, O_RDWR | O_DIRECT), count = work->reads + work->writes;
  if (file < 0) die(work->device);
  for (int i = 0; i < count; i++) {
    long long took = issue(file, work, work->first_sector + i * work->sectors, i % 3 == 0 && i / 3 < work->writes);
    if (took > longest) longest = took;
  }
  fact("io", "pid=%d tid=%d count=%d delay=%ld longest=%lld", getpid(), gettid(), count, work->delay, longest);
  return NULL;
}

static pid_t start(int id, const char *name) {
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) set_process_name(name);
  return child;
}

static void compute(void) {
  volatile uint64_t sum = 0;
  for (;;) sum += 1;
}

static void use_memory(void) {
  int file = open("/tmp/ken-no-device", O_RDWR | O_CREAT, 0600);
  if (file < 0) die("open");
  for (int i = 0; i < 21; i++) {
    if (pwrite(file, small, sizeof small, 0) != sizeof small || pread(file, small, sizeof small, 0) != sizeof small || fsync(file))
      die("file");
    usleep(7400);
  }
}

int main(void) {
  struct work fast = {"/dev/kenfast", 1200, 4, 7300000, 12, 5}, slow = {"/dev/kenslow", 2400, 12, 23700000, 7, 3};
  pid_t computing[2];
  buffer = mmap(0, 1 << 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (buffer == MAP_FAILED) die("mmap");
  memset(buffer, 'k', 1 << 16);
  for (int i = 0; i < 2; i++) {
    computing[i] = start(5111 + 13 * i, "kencompute");
    if (computing[i] == 0) {
      nice(10);
      compute();
    }
    fact("decoy", "pid=%d", computing[i]);
  }
  pid_t issuers[3];
  if ((issuers[0] = start(5217, "kenissuer")) == 0) {
    issue_all(&fast);
    _exit(0);
  }
  if ((issuers[1] = start(5323, "kenthreaded")) == 0) {
    pthread_t thread;
    next_process_id(5347);
    if (pthread_create(&thread, NULL, issue_all, &slow)) die("pthread_create");
    pthread_join(thread, NULL);
    _exit(0);
  }
  if ((issuers[2] = start(5437, "kenmemory")) == 0) {
    use_memory();
    _exit(0);
  }
  fact("idle", "pid=%d", issuers[2]);
  for (int i = 0; i < 3; i++) {
    int status;
    if (waitpid(issuers[i], &status, 0) < 0 || status != 0) die("a child failed");
  }
  for (int i = 0; i < 2; i++) kill(computing[i], SIGKILL);
  return 0;
}
