/*
 * Page faults of several kinds, each by a process of its own, several at the same time: new anonymous pages, pages that
 * are only read (the zero page), pages of a shared file, copies after fork, faults of several threads, and major faults
 * on a disk. `fault-kernel` faults inside a system call. The decoy is another process: it maps memory that it never
 * touches, touches the same pages again and again, and makes many system calls.
 */
#include "../workload.h"
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { page = 4096, thread_count = 4 };

static volatile char sink;

static char *map_pages(int pages, int flags, int file) {
  char *memory = mmap(NULL, (size_t)pages * page, PROT_READ | PROT_WRITE, flags, file, 0);
  if (memory == MAP_FAILED) die("mmap");
  madvise(memory, (size_t)pages * page, MADV_NOHUGEPAGE);
  return memory;
}

static char *anonymous(int pages) {
  return map_pages(pages, MAP_PRIVATE | MAP_ANONYMOUS, -1);
}

static void write_pages(char *memory, int pages) {
  for (int i = 0; i < pages; i++) ((volatile char *)memory)[(size_t)i * page] = 1;
}

static void read_pages(const char *memory, int pages) {
  for (int i = 0; i < pages; i++) sink = ((const volatile char *)memory)[(size_t)i * page];
}

/* The kernel's own account of the calling process. */
static void report(const char *actor, int pages) {
  struct rusage usage;
  if (getrusage(RUSAGE_SELF, &usage)) die("getrusage");
  fact("faults", "actor=%s pid=%d pages=%d minor=%ld major=%ld", actor, getpid(), pages, usage.ru_minflt,
       usage.ru_majflt);
}

static void fault_new(int pages) {
  for (int part = 0; part < 4; part++) {
    write_pages(anonymous(pages / 4), pages / 4);
    usleep(400000);
  }
}

static void fault_zero(int pages) {
  read_pages(anonymous(pages), pages);
}

static void fault_file(int pages) {
  int file = memfd_create("ken", 0);
  if (file < 0 || ftruncate(file, (off_t)pages * page)) die("memfd");
  write_pages(map_pages(pages, MAP_SHARED, file), pages);
}

/* The process itself faults on pages that its child shares until it ends. */
static void fault_copy(int pages) {
  int hold[2];
  char *memory = map_pages(pages, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1);
  if (pipe(hold)) die("pipe");
  pid_t child = fork();
  if (child == 0) {
    close(hold[1]);
    while (read(hold[0], &child, 1) > 0) continue;
    _exit(0);
  }
  write_pages(memory, pages);
  close(hold[1]);
  waitpid(child, NULL, 0);
}

static void *thread_faults(void *pages) {
  write_pages(anonymous(*(int *)pages), *(int *)pages);
  return NULL;
}

static void fault_threads(int pages) {
  pthread_t threads[thread_count];
  int each = pages / thread_count;
  next_process_id(26801);
  for (int i = 0; i < thread_count; i++)
    if (pthread_create(&threads[i], NULL, thread_faults, &each)) die("pthread_create");
  for (int i = 0; i < thread_count; i++) pthread_join(threads[i], NULL);
}

/* Reads pages of a disk (in RAM, but the kernel does not know) that are not in memory yet. */
static void fault_major(int pages) {
  size_t length = (size_t)pages * page;
  int disk = open("/dev/ram0", O_RDONLY);
  if (disk < 0) die("/dev/ram0");
  char *memory = mmap(NULL, length, PROT_READ, MAP_SHARED, disk, 0);
  if (memory == MAP_FAILED || madvise(memory, length, MADV_RANDOM)) die("mmap disk");
  read_pages(memory, pages);
}

static void fault_kernel(int pages) {
  int zero = open("/dev/zero", O_RDONLY);
  if (read(zero, anonymous(pages), (size_t)pages * page) != (ssize_t)pages * page) die("read zero");
}

/* Maps much, touches nothing; touches two pages often; calls the kernel often. */
static void no_faults(int times) {
  char *two = anonymous(2);
  for (int i = 0; i < times; i++) {
    munmap(anonymous(64), 64 * page);
    write_pages(two, 2);
    syscall(SYS_getppid);
  }
}

static const struct {
  const char *name;
  int id, pages;
  void (*act)(int pages);
} actors[] = {
    {"fault-new", 26107, 1304, fault_new},       {"fault-zero", 26209, 1507, fault_zero},
    {"fault-file", 26321, 1709, fault_file},     {"fault-copy", 26423, 1103, fault_copy},
    {"fault-threads", 26531, 1908, fault_threads}, {"fault-major", 26633, 907, fault_major},
    {"fault-kernel", 26711, 1201, fault_kernel}, {"no-faults", 26779, 1500, no_faults},
};

int main(void) {
  for (size_t i = 0; i < sizeof actors / sizeof *actors; i++) {
    next_process_id(actors[i].id);
    pid_t child = fork();
    if (child < 0) die("fork");
    if (child > 0) continue;
    set_process_name(actors[i].name);
    actors[i].act(actors[i].pages);
    report(actors[i].name, actors[i].pages);
    _exit(0);
  }
  for (int status; wait(&status) > 0;)
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return 1;
  return 0;
}
