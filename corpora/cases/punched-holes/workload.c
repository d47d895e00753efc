/*
 * Holes of odd, growing sizes in two files, one of them by two processes through different descriptors, and space reserved in the
 * same files. Decoys: a file for which space is only reserved (with and without FALLOC_FL_KEEP_SIZE), and one that shrinks.
 */
#include "../in-child.h"

enum { hole = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE };

static int file_of_size(const char *path, off_t size) {
  int file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0 || ftruncate(file, size)) die(path);
  return file;
}

static void punch(int file, const char *name, off_t at, off_t length, int times) {
  long long bytes = 0;
  for (int i = 0; i < times; i++) {
    if (fallocate(file, hole, at + i * (length + 100), length + i)) die("punch");
    bytes += length + i;
  }
  fact("punched", "pid=%d name=%s bytes=%lld holes=%d", getpid(), name, bytes, times);
}

static void reserve(int file, int mode, off_t at, off_t length) {
  if (fallocate(file, mode, at, length)) die("reserve");
}

static void emmental(void) {
  int cheese = file_of_size("/mnt/ken/ken-cheese", 3000000), sponge = file_of_size("/mnt/ken/ken-sponge", 2000000);
  reserve(cheese, 0, 0, 700001);
  punch(cheese, "ken-cheese", 5000, 20011, 7);
  punch(sponge, "ken-sponge", 100, 51007, 3);
  reserve(sponge, FALLOC_FL_KEEP_SIZE, 0, 410009);
  punch(cheese, "ken-cheese", 900001, 333, 2);
}

static void second(void) {
  int unused = open("/dev/null", O_RDONLY), cheese = file_of_size("/mnt/ken/ken-cheese", 3000000);
  if (unused < 0) die("open");
  punch(cheese, "ken-cheese", 1000003, 40009, 5);
}

static void reserver(void) {
  int solid = file_of_size("/mnt/ken/ken-solid", 0), shrunk = file_of_size("/mnt/ken/ken-shrunk", 800000);
  reserve(solid, 0, 0, 610003);
  reserve(solid, FALLOC_FL_KEEP_SIZE, 700000, 90001);
  if (ftruncate(shrunk, 1003)) die("ftruncate");
  fact("decoy", "name=ken-solid");
  fact("decoy", "name=ken-shrunk");
}

int main(void) {
  in_child(24011, "ken-emmental", emmental);
  in_child(24117, "ken-reserver", reserver);
  in_child(24219, "ken-second", second);
  return 0;
}
