/*
 * A process that reads a file on btrfs, one that writes one and makes it durable. Decoy: the same calls, more of them, on
 * another file system. Few calls, with rests, since a program may report every function of btrfs.
 */
#include "../workload.h"
#include <sys/wait.h>

enum { size = 4096, reads = 5, writes = 3, syncs = 2 };
static char buffer[size];

static int open_file(const char *path) {
  int file = open(path, O_RDWR | O_CREAT, 0600);
  if (file < 0) die(path);
  return file;
}

/* As long as a tracer takes to print a thousand events. */
static void rest(void) { usleep(300000); }

static void read_file(const char *path, int times, int rested) {
  int file = open_file(path);
  for (int i = 0; i < times; i++) {
    if (rested) rest();
    if (pread(file, buffer, size, i * 8192) != size) die("read");
  }
}

static void write_file(const char *path, int times, int durable, int rested) {
  int file = open_file(path);
  for (int i = 0; i < times; i++) {
    if (rested) rest();
    if (pwrite(file, buffer, size, i * size) != size) die("write");
    if (i < times - durable) continue;
    if (rested) rest();
    if (fsync(file)) die("fsync");
  }
}

static void reader(void) { read_file("/mnt/btrfs/data", reads, 1); }

static void writer(void) { write_file("/mnt/btrfs/new", writes, syncs, 1); }

static void elsewhere(void) {
  write_file("/tmp/ken-elsewhere", 31, 17, 0);
  read_file("/tmp/ken-elsewhere", 15, 0);
}

static void in_child(int id, const char *name, void (*work)(void)) {
  int status;
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    set_process_name(name);
    work();
    fact("process", "actor=%s pid=%d", name, getpid());
    _exit(0);
  }
  if (waitpid(child, &status, 0) < 0 || status != 0) die("a child failed");
}

int main(void) {
  in_child(26117, "kenelsewhere", elsewhere);
  in_child(26229, "kenreader", reader);
  in_child(26347, "kenwriter", writer);
  fact("calls", "reads=%d writes=%d syncs=%d", reads, writes, syncs);
  return 0;
}
