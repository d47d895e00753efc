/*
 * mprotect() to writable and executable memory, with and without the right to read, by two processes, once in a second
 * thread. Decoys: mprotect() to one of the rights, and a mapping that has both from the start.
 */
#include "../in-child.h"
#include <pthread.h>
#include <sys/mman.h>

enum { page = 4096, none = PROT_NONE, both = PROT_WRITE | PROT_EXEC };

static char *reserve(int pages, int rights) {
  char *memory = mmap(NULL, pages * page, rights, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) die("mmap");
  return memory;
}

static void protect(const char *event, char *memory, int pages, int rights) {
  if (mprotect(memory, pages * page, rights)) die("mprotect");
  fact(event, "pid=%d thread=%d rights=%d start=%llu end=%llu length=%d", getpid(), gettid(), rights,
       (unsigned long long)memory, (unsigned long long)memory + pages * page, pages * page);
}

static void *in_thread(void *memory) {
  protect("wx", memory, 13, PROT_READ | both);
  return NULL;
}

static void compiler(void) {
  char *memory = reserve(64, PROT_READ | PROT_WRITE);
  protect("wx", memory + 5 * page, 7, PROT_READ | both);
  protect("wx", memory + 20 * page, 11, both);
  char *other = reserve(32, none);
  pthread_t thread;
  next_process_id(22019);
  if (pthread_create(&thread, NULL, in_thread, other + 3 * page) || pthread_join(thread, NULL)) die("thread");
}

static void second_compiler(void) {
  char *memory = reserve(40, none);
  protect("wx", memory + 2 * page, 19, PROT_READ | both);
}

static void careful(void) {
  char *memory = reserve(64, PROT_READ | PROT_WRITE);
  protect("decoy", memory, 17, PROT_READ | PROT_EXEC);
  protect("decoy", memory, 17, PROT_READ | PROT_WRITE);
  protect("decoy", memory + 20 * page, 23, PROT_WRITE);
  protect("decoy", memory + 44 * page, 5, PROT_EXEC);
  protect("decoy", memory + 50 * page, 6, PROT_READ);
}

static void mapper(void) {
  char *memory = reserve(29, PROT_READ | both);
  fact("decoy", "pid=%d rights=7 start=%llu length=%d", getpid(), (unsigned long long)memory, 29 * page);
}

int main(void) {
  in_child(22011, "ken-compiler", compiler);
  in_child(22117, "ken-careful", careful);
  in_child(22219, "ken-second", second_compiler);
  in_child(22321, "ken-mapper", mapper);
  return 0;
}
