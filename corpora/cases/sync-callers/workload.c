/*
 * sync() by several processes at the same time, one of them from a thread. Decoys are other processes that call its
 * relatives: fsync, fdatasync, syncfs, sync_file_range, msync.
 */
#include "../turns.h"
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>

static void call_sync(const char *actor, int slot, int times) {
  for (int i = 0; i < times; i++) {
    wait_for_turn(slot);
    sync();
  }
  fact("sync", "actor=%s pid=%d tid=%d times=%d", actor, getpid(), gettid(), times);
}

static void *thread_syncs(void *unused) {
  (void)unused;
  call_sync("sync-thread", 2, 17);
  return NULL;
}

static void sync_in_thread(void) {
  pthread_t thread;
  next_process_id(25333);
  if (pthread_create(&thread, NULL, thread_syncs, NULL)) die("pthread_create");
  pthread_join(thread, NULL);
}

static int scratch_file(const char *path) {
  int file = open(path, O_CREAT | O_RDWR, 0600);
  if (file < 0 || write(file, "ken", 3) != 3) die(path);
  return file;
}

static void call_relative(const char *name, int slot) {
  char path[64];
  snprintf(path, sizeof path, "/tmp/ken-%s", name);
  int file = scratch_file(path);
  for (int i = 0; i < 5; i++) {
    wait_for_turn(slot);
    int failed = strcmp(name, "fsync") == 0        ? fsync(file)
                 : strcmp(name, "fdatasync") == 0  ? fdatasync(file)
                 : strcmp(name, "syncfs") == 0     ? syncfs(file)
                 : strcmp(name, "sync-range") == 0 ? sync_file_range(file, 0, 3, SYNC_FILE_RANGE_WRITE)
                                                   : 0;
    if (failed) die(name);
    if (strcmp(name, "msync") == 0) {
      char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
      if (page == MAP_FAILED || msync(page, 4096, MS_SYNC)) die(name);
    }
  }
  fact("decoy", "call=%s pid=%d", name, getpid());
}

static pid_t start(int id, const char *name) {
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) set_process_name(name);
  return child;
}

int main(void) {
  static const char *const relatives[] = {"fsync", "fdatasync", "syncfs", "sync-range", "msync"};
  if (start(25117, "sync-many") == 0) call_sync("sync-many", 0, 13), _exit(0);
  if (start(25219, "sync-single") == 0) call_sync("sync-single", 1, 1), _exit(0);
  if (start(25321, "sync-thread") == 0) sync_in_thread(), _exit(0);
  for (int i = 0; i < 5; i++) {
    char name[16];
    snprintf(name, sizeof name, "by-%s", relatives[i]);
    if (start(25411 + 17 * i, name) == 0) call_relative(relatives[i], 3 + i), _exit(0);
  }
  for (int status; wait(&status) > 0;)
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return 1;
  return 0;
}
