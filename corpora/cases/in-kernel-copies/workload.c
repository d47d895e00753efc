/*
 * sendfile(), splice() and copy_file_range() between files and pipes, always asked for more than there is, some calls at
 * the end of the file, some failing. One process uses all three, one only sendfile() in two threads, one only splice().
 * Decoy: a process that copies with read() and write().
 */
#include "../in-child.h"
#include <pthread.h>
#include <sys/sendfile.h>

static char bytes[1 << 16];

static int file_of_size(const char *path, int size) {
  int file = open(path, O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0 || write(file, bytes, size) != size || lseek(file, 0, SEEK_SET)) die(path);
  return file;
}

static int target(const char *path) { return file_of_size(path, 0); }

static void send(int from, int to, int expected) {
  if (sendfile(to, from, NULL, 100000) != expected) die("sendfile");
}

static void through_pipe(int from, int to, int expected) {
  int ends[2];
  if (pipe(ends)) die("pipe");
  if (splice(from, NULL, ends[1], NULL, 60000, 0) != expected) die("splice from");
  if (splice(ends[0], NULL, to, NULL, 90000, 0) != expected) die("splice to");
}

static void copy(int from, int to, int expected) {
  if (copy_file_range(from, NULL, to, NULL, 70000, 0) != expected) die("copy_file_range");
}

static void all_three(void) {
  int first = file_of_size("/mnt/ken/a1", 30011), second = file_of_size("/mnt/ken/a2", 20021);
  int third = file_of_size("/mnt/ken/a3", 41017), to = target("/mnt/ken/a4");
  send(first, to, 30011);
  send(first, to, 0);
  through_pipe(second, to, 20021);
  copy(third, to, 41017);
  copy(third, to, 0);
  if (copy_file_range(-1, NULL, to, NULL, 50000, 0) >= 0) die("a copy of nothing");
  fact("moved", "actor=three pid=%d bytes=%d", getpid(), 30011 + 2 * 20021 + 41017);
}

static void *in_thread(void *unused) {
  (void)unused;
  send(file_of_size("/mnt/ken/b2", 9007), target("/mnt/ken/b3"), 9007);
  return NULL;
}

static void sender(void) {
  int from = file_of_size("/mnt/ken/b1", 51001);
  send(from, target("/mnt/ken/b4"), 51001);
  pthread_t thread;
  next_process_id(18131);
  if (pthread_create(&thread, NULL, in_thread, NULL) || pthread_join(thread, NULL)) die("thread");
  fact("moved", "actor=sender pid=%d bytes=%d", getpid(), 51001 + 9007);
}

static void splicer(void) {
  int sizes[] = {13007, 11003, 17011};
  for (int i = 0; i < 3; i++) through_pipe(file_of_size("/mnt/ken/c1", sizes[i]), target("/mnt/ken/c2"), sizes[i]);
  fact("moved", "actor=splicer pid=%d bytes=%d", getpid(), 2 * (13007 + 11003 + 17011));
}

static void reader(void) {
  int from = file_of_size("/mnt/ken/d1", 33013), to = target("/mnt/ken/d2");
  if (read(from, bytes, 60000) != 33013 || write(to, bytes, 33013) != 33013) die("read and write");
  fact("decoy", "pid=%d", getpid());
}

int main(void) {
  in_child(18011, "ken-three", all_three);
  in_child(18117, "ken-sender", sender);
  in_child(18219, "ken-reader", reader);
  in_child(18321, "ken-splicer", splicer);
  return 0;
}
