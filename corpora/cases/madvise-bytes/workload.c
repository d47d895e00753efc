/*
 * madvise() with five kinds of advice on ranges of odd numbers of pages, by processes of two names, one of which runs twice
 * and has a second thread. Decoys: posix_fadvise() with the same numbers, and mlock() and mprotect() on other lengths.
 */
#include "../in-child.h"
#include <pthread.h>
#include <sys/mman.h>

enum { page = 4096, reserved = 512 };

static char *reserve(void) {
  char *memory = mmap(NULL, reserved * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) die("mmap");
  return memory;
}

static void advise(const char *actor, char *memory, int pages, int advice, int times) {
  for (int i = 0; i < times; i++)
    if (madvise(memory, (size_t)pages * page, advice)) die("madvise");
  fact("advised", "actor=%s advice=%d bytes=%d calls=%d", actor, advice, pages * page * times, times);
}

static void *in_thread(void *memory) {
  set_process_name("ken-planner");
  advise("ken-planner", memory, 29, MADV_FREE, 3);
  return NULL;
}

static void planner(void) {
  char *memory = reserve();
  advise("ken-planner", memory, 17, MADV_SEQUENTIAL, 5);
  advise("ken-planner", memory + 40 * page, 31, MADV_FREE, 2);
  advise("ken-planner", memory + 90 * page, 101, MADV_COLD, 1);
  pthread_t thread;
  if (pthread_create(&thread, NULL, in_thread, memory + 200 * page) || pthread_join(thread, NULL)) die("thread");
}

static void second_planner(void) {
  char *memory = reserve();
  advise("ken-planner", memory, 7, MADV_SEQUENTIAL, 11);
}

static void keeper(void) {
  char *memory = reserve();
  advise("ken-keeper", memory, 43, MADV_DONTFORK, 4);
  advise("ken-keeper", memory + 60 * page, 13, MADV_FREE, 6);
  advise("ken-keeper", memory + 90 * page, 23, MADV_NOHUGEPAGE, 3);
}

static void outsider(void) {
  int file = open("/tmp/ken-advice", O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0 || ftruncate(file, 900 * page)) die("/tmp/ken-advice");
  for (int advice = 0; advice < 6; advice++)
    if (posix_fadvise(file, 0, 61 * page, advice)) die("posix_fadvise");
  char *memory = reserve();
  if (mprotect(memory, 67 * page, PROT_READ) || mlock(memory + 100 * page, 5 * page)) die("mprotect, mlock");
  fact("decoy", "pid=%d", getpid());
}

int main(void) {
  in_child(23011, "ken-planner", planner);
  in_child(23117, "ken-keeper", keeper);
  in_child(23219, "ken-outsider", outsider);
  in_child(23321, "ken-planner", second_planner);
  return 0;
}
