/*
 * Changes of pipe capacity whose sizes the kernel rounds up, by a process and by a second thread; each asks for the capacity afterwards. Decoys: F_GETPIPE_SZ,
 * other commands of fcntl(), and a change that is refused since the pipe holds more than it would have room for.
 */
#include "../named-processes.h"
#include <pthread.h>

static void change(const char *actor, int asked) {
  int ends[2];
  if (pipe(ends) || ends[0] < 60) die("pipe");
  int capacity = fcntl(ends[1], F_SETPIPE_SZ, asked);
  if (capacity < asked) die("F_SETPIPE_SZ");
  fact("change", "actor=%s pid=%d tid=%d asked=%d capacity=%d", actor, getpid(), gettid(), asked, capacity);
  if (fcntl(ends[1], F_GETPIPE_SZ) != capacity) die("F_GETPIPE_SZ");
  close(ends[0]);
  close(ends[1]);
}

static void *in_thread(void *unused) {
  change("pipe-thread", 77777);
  change("pipe-thread", 555555);
  return unused;
}

static void refused(void) {
  static char bytes[50000];
  int ends[2];
  if (pipe(ends) || write(ends[1], bytes, sizeof bytes) != sizeof bytes) die("pipe");
  for (int i = 0; i < 3; i++)
    if (fcntl(ends[1], F_SETPIPE_SZ, 9191) != -1 || errno != EBUSY) die("a change that is refused");
  fact("refused", "pid=%d asked=9191", getpid());
}

static void other_commands(void) {
  int ends[2], copies[8];
  if (pipe(ends)) die("pipe");
  for (int i = 0; i < 8; i++) {
    if (fcntl(ends[0], F_GETPIPE_SZ) != 65536) die("F_GETPIPE_SZ");
    copies[i] = fcntl(ends[0], F_DUPFD_CLOEXEC, 70);
    if (copies[i] < 70 || fcntl(ends[1], F_SETFL, O_NONBLOCK)) die("fcntl");
  }
  fact("decoy", "actor=fcntl-decoy pid=%d", getpid());
}

int main(void) {
  occupy_low_descriptors(60);
  if (start_actor(24211, "pipe-plain") == 0) {
    change("pipe-plain", 100001);
    change("pipe-plain", 5003);
    change("pipe-plain", 300007);
    _exit(0);
  }
  if (start_actor(24317, "pipe-thread") == 0) {
    pthread_t thread;
    next_process_id(24359);
    if (pthread_create(&thread, NULL, in_thread, NULL) || pthread_join(thread, NULL)) die("thread");
    _exit(0);
  }
  if (start_actor(24611, "pipe-full") == 0) {
    refused();
    _exit(0);
  }
  if (start_actor(24709, "fcntl-decoy") == 0) {
    other_commands();
    _exit(0);
  }
  return actors_ended();
}
