/*
 * System V shared memory: segments of odd sizes, private (key 0) and with a key, by two processes and by a thread, also
 * by an ordinary user; calls that look up a segment and calls that fail. Decoys of other processes: anonymous shared
 * mappings, memfd, POSIX shared memory, semaphores and message queues, with sizes of their own.
 */
#include "../workload.h"
#include <fcntl.h>
#include <pthread.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { shared_key = 0x4b454e31 };

/* Creates a segment, writes its first and last byte, and reports what the kernel says of it. */
static int create(const char *kind, key_t key, size_t size) {
  int id = shmget(key, size, IPC_CREAT | IPC_EXCL | 0600);
  if (id < 0) die("shmget");
  char *memory = shmat(id, 0, 0);
  if (memory == (void *)-1) die("shmat");
  memory[0] = memory[size - 1] = 1;
  struct shmid_ds state;
  if (shmctl(id, IPC_STAT, &state)) die("shmctl");
  if (shmdt(memory)) die("shmdt");
  fact("segment", "kind=%s pid=%d thread=%d id=%d key=%d size=%zu", kind, getpid(), gettid(), id, key, state.shm_segsz);
  return id;
}

static void destroy(int id) {
  if (shmctl(id, IPC_RMID, 0)) die("shmctl");
}

static void *in_thread(void *argument) {
  (void)argument;
  destroy(create("thread", IPC_PRIVATE, 9182737));
  return 0;
}

static void root_process(void) {
  set_process_name("kenshm");
  int keyed = create("keyed", shared_key, 7654321);
  destroy(create("private", IPC_PRIVATE, 13371337));
  if (shmget(shared_key, 0, 0) != keyed) die("look-up");
  if (shmget(shared_key, 8999999, 0) >= 0) die("a segment that is too small was found");
  if (shmget(shared_key, 4321, IPC_CREAT | IPC_EXCL) >= 0) die("an existing segment was created");
  pthread_t thread;
  if (pthread_create(&thread, 0, in_thread, 0)) die("pthread_create");
  if (pthread_join(thread, 0)) die("pthread_join");
  destroy(keyed);
}

static void user_process(void) {
  set_process_name("kenshmuser");
  if (setuid(4321)) die("setuid");
  destroy(create("user", IPC_PRIVATE, 21436587));
}

static void map_shared(const char *kind, int descriptor, int flags, size_t size) {
  void *memory = mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED | flags, descriptor, 0);
  if (memory == MAP_FAILED) die("mmap");
  *(volatile char *)memory = 1;
  munmap(memory, size);
  fact("decoy", "kind=%s pid=%d size=%zu", kind, getpid(), size);
}

static void decoy_process(void) {
  set_process_name("kendecoy");
  map_shared("anonymous", -1, MAP_ANONYMOUS, 5432107);
  int memory_file = memfd_create("kenmemfd", 0);
  if (memory_file < 0 || ftruncate(memory_file, 6543211)) die("memfd_create");
  map_shared("memfd", memory_file, 0, 6543211);
  int posix = open("/dev/shm/kenposix", O_RDWR | O_CREAT, 0600);
  if (posix < 0) posix = open("/tmp/kenposix", O_RDWR | O_CREAT, 0600);
  if (posix < 0 || ftruncate(posix, 8765437)) die("open");
  map_shared("posix", posix, 0, 8765437);
  unlink("/dev/shm/kenposix");
  unlink("/tmp/kenposix");
  int semaphores = semget(IPC_PRIVATE, 13, IPC_CREAT | 0600);
  if (semaphores < 0 || semctl(semaphores, 0, IPC_RMID)) die("semget");
  int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
  if (queue < 0 || msgctl(queue, IPC_RMID, 0)) die("msgget");
}

static void in_child(int id, void (*body)(void)) {
  int status;
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    body();
    _exit(0);
  }
  if (waitpid(child, &status, 0) < 0) die("waitpid");
  if (status != 0) die("a child failed");
}

int main(void) {
  in_child(25111, decoy_process);
  in_child(25219, root_process);
  in_child(25321, user_process);
  fact("done", "pid=%d", getpid());
  return 0;
}
