/*
 * Two processes whose pages are written to swap and read back, one of them by a second thread. Decoys: a process whose
 * pages go to swap and stay there, one with faults on fresh memory, one whose faults read from a disk.
 */
#include "../workload.h"
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { page = 4096 };

static unsigned long checksum;

static long swapped_in(void) {
  char line[128];
  long pages = -1;
  FILE *file = fopen("/proc/vmstat", "r");
  if (!file) die("/proc/vmstat");
  while (fgets(line, sizeof line, file)) sscanf(line, "pswpin %ld", &pages);
  fclose(file);
  return pages;
}

/* Fresh memory whose pages differ and do not compress to nothing. */
static unsigned *filled(int pages) {
  unsigned *memory = mmap(0, (size_t)pages * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) die("mmap");
  madvise(memory, (size_t)pages * page, MADV_NOHUGEPAGE);
  for (int i = 0; i < pages * (page / 4); i += 16) memory[i] = i * 2654435761u + 1;
  return memory;
}

static unsigned *swapped_out(int pages) {
  unsigned *memory = filled(pages);
  if (madvise(memory, (size_t)pages * page, MADV_PAGEOUT)) die("MADV_PAGEOUT");
  return memory;
}

static void read_back(unsigned *memory, int pages) {
  long before = swapped_in();
  for (int i = 0; i < pages; i++) checksum += ((volatile unsigned *)memory)[i * (page / 4)];
  fact("swapin", "pid=%d pages=%ld", getpid(), swapped_in() - before);
}

static void victim(void) { read_back(swapped_out(613), 613); }

static void *in_thread(void *memory) {
  read_back(memory, 211);
  return NULL;
}

static void threaded(void) {
  pthread_t thread;
  unsigned *memory = swapped_out(211);
  next_process_id(24541);
  if (pthread_create(&thread, NULL, in_thread, memory)) die("pthread_create");
  pthread_join(thread, NULL);
}

static void only_out(void) {
  swapped_out(331);
  fact("decoy", "pid=%d name=kenonlyout", getpid());
}

static void fresh_memory(void) {
  filled(419);
  fact("decoy", "pid=%d name=kenfresh", getpid());
}

static void disk_reader(void) {
  struct rusage usage;
  int file = open("/dev/ram1", O_RDONLY), pages = 97;
  if (file < 0) die("/dev/ram1");
  char *memory = mmap(0, (size_t)pages * page, PROT_READ, MAP_SHARED, file, 0);
  if (memory == MAP_FAILED) die("mmap");
  madvise(memory, (size_t)pages * page, MADV_RANDOM);
  for (int i = 0; i < pages; i++) checksum += ((volatile char *)memory)[i * page];
  getrusage(RUSAGE_SELF, &usage);
  fact("decoy", "pid=%d name=kendiskread faults=%ld", getpid(), usage.ru_majflt);
}

int main(void) {
  void (*work[])(void) = {victim, threaded, only_out, fresh_memory, disk_reader};
  const char *names[] = {"kenvictim", "kenthreaded", "kenonlyout", "kenfresh", "kendiskread"};
  for (int i = 0; i < 5; i++) {
    int status;
    next_process_id(24301 + 113 * i);
    pid_t child = fork();
    if (child < 0) die("fork");
    if (child == 0) {
      set_process_name(names[i]);
      work[i]();
      if (i < 2) fact("process", "pid=%d name=%s", getpid(), names[i]);
      _exit(0);
    }
    if (waitpid(child, &status, 0) < 0 || status != 0) die("a child failed");
  }
  return 0;
}
