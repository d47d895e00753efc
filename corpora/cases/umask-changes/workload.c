/*
 * Changes of the umask by two processes, one of them in a second thread, and a run of calls that change nothing. Decoys:
 * a process that only reads its mask (which takes two changes, so it sets the same one), and one that uses chmod() and
 * creates files with masks of the same numbers.
 */
#include "../in-child.h"
#include <pthread.h>
#include <sys/stat.h>

static void change(int before, int after) {
  if ((int)umask(after) != before) die("umask");
  fact("changed", "pid=%d thread=%d before=%d after=%d", getpid(), gettid(), before, after);
}

static void *in_thread(void *unused) {
  (void)unused;
  change(0246, 0351);
  return NULL;
}

static void changer(void) {
  umask(0022);
  change(0022, 0137);
  umask(0137);
  change(0137, 0246);
  pthread_t thread;
  next_process_id(19123);
  if (pthread_create(&thread, NULL, in_thread, NULL) || pthread_join(thread, NULL)) die("thread");
}

static void second(void) { change(0022, 0067); }

static void same(void) {
  for (int i = 0; i < 4; i++) umask(0022);
  fact("decoy", "kind=same pid=%d", getpid());
}

static void modes(void) {
  int file = open("/tmp/ken-mode", O_CREAT | O_RDWR | O_CLOEXEC, 0137);
  if (file < 0 || fchmod(file, 0246) || chmod("/tmp/ken-mode", 0351)) die("chmod");
  fact("decoy", "kind=modes pid=%d", getpid());
}

int main(void) {
  umask(0022);
  in_child(19011, "ken-changer", changer);
  in_child(19219, "ken-same", same);
  in_child(19321, "ken-second", second);
  in_child(19423, "ken-modes", modes);
  return 0;
}
