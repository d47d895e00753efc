/*
 * Reads, writes, opens and fsyncs on the stub of ZFS, which sleeps a microsecond for each byte, 310 for an open and 6,100
 * for an fsync. Decoys: the same calls on another file system. Two processes at the same time.
 */
#include "../timed-calls.h"
#include <sys/wait.h>

static char buffer[1 << 16];
static int opened;

static int opens(const char *path) {
  opened = open(path, O_RDWR);
  return opened >= 0;
}

static void reader(void) {
  timed_calls("open", 1, 310000, opens("/mnt/zfs/one"));
  int file = opened;
  timed_calls("open", 16, 310000, opens("/mnt/zfs/one") && close(opened) == 0);
  timed_calls("read", 23, 900000, read(file, buffer, 900) == 900);
  timed_calls("read", 6, 20011000, read(file, buffer, 20011) == 20011);
}

static void writer(void) {
  timed_calls("open", 1, 310000, opens("/mnt/zfs/two"));
  int file = opened;
  timed_calls("write", 31, 130000, write(file, buffer, 130) == 130);
  timed_calls("write", 5, 40009000, write(file, buffer, 40009) == 40009);
  timed_calls("fsync", 9, 6100000, fsync(file) == 0);
}

static void on_another_file_system(void) {
  for (int i = 0; i < 16; i++) {
    int file = open("/tmp/ken-other", O_RDWR | O_CREAT, 0600);
    if (file < 0 || write(file, buffer, 900) != 900 || pread(file, buffer, 900, 0) != 900 || fsync(file) || close(file))
      die("another file system");
    usleep(5000);
  }
}

int main(void) {
  void (*work[])(void) = {reader, writer, on_another_file_system};
  const char *names[] = {"kenreader", "kenwriter", "kenother"};
  for (int i = 0; i < 3; i++) {
    next_process_id(21101 + 37 * i);
    pid_t child = fork();
    if (child < 0) die("fork");
    if (child == 0) {
      set_process_name(names[i]);
      work[i]();
      _exit(0);
    }
  }
  for (int i = 0, status; i < 3; i++)
    if (wait(&status) < 0 || status != 0) die("a child failed");
  return 0;
}
