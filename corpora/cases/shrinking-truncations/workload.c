/*
 * Files that become shorter by truncate(), ftruncate() and open(O_TRUNC), to odd sizes and to nothing. Decoys: files that
 * grow by the same calls, a truncation to the same size, O_TRUNC of an empty file, and a file that is overwritten in place.
 */
#include "../in-child.h"
#include <sys/stat.h>

static int file_of_size(const char *path, off_t size) {
  int file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0 || ftruncate(file, size)) die(path);
  return file;
}

static void shrunk(const char *name, long long before, long long after) {
  struct stat status;
  if (stat(name, &status)) die(name);
  if (status.st_size != after) die("size");
  fact("shrunk", "pid=%d name=%s before=%lld after=%lld", getpid(), name, before, after);
}

static void by_path(void) {
  if (truncate("ken-diary", 20011)) die("truncate");
  shrunk("ken-diary", 70001, 20011);
  if (truncate("ken-diary", 613)) die("truncate");
  shrunk("ken-diary", 20011, 613);
}

static void by_descriptor(void) {
  int file = open("ken-ledger", O_RDWR | O_CLOEXEC);
  if (file < 0 || ftruncate(file, 41017)) die("ftruncate");
  shrunk("ken-ledger", 91009, 41017);
}

static void by_open(void) {
  if (open("ken-journal", O_WRONLY | O_TRUNC | O_CLOEXEC) < 0) die("open");
  shrunk("ken-journal", 33013, 0);
}

static void others(void) {
  int grown = open("ken-grown", O_RDWR | O_CLOEXEC);
  if (grown < 0 || ftruncate(grown, 60013) || truncate("ken-wider", 51001)) die("grow");
  if (truncate("ken-same", 17011)) die("truncate");
  if (open("ken-blank", O_WRONLY | O_TRUNC | O_CLOEXEC) < 0) die("open");
  int file = open("ken-written", O_RDWR | O_CLOEXEC);
  if (file < 0 || write(file, "short", 5) != 5) die("write");
  static const char *const names[] = {"ken-grown", "ken-wider", "ken-same", "ken-blank", "ken-written"};
  for (int i = 0; i < 5; i++) fact("decoy", "name=%s", names[i]);
}

int main(void) {
  if (mkdir("/tmp/ken-sizes", 0700) || chdir("/tmp/ken-sizes")) die("/tmp/ken-sizes");
  file_of_size("ken-diary", 70001);
  file_of_size("ken-ledger", 91009);
  file_of_size("ken-journal", 33013);
  file_of_size("ken-grown", 10007);
  file_of_size("ken-wider", 12007);
  file_of_size("ken-same", 17011);
  file_of_size("ken-blank", 0);
  file_of_size("ken-written", 9001);
  in_child(32013, "ken-path", by_path);
  in_child(32117, "ken-others", others);
  in_child(32219, "ken-descriptor", by_descriptor);
  in_child(32321, "ken-open", by_open);
  return 0;
}
