/*
 * Files with reads and writes of odd sizes, all done in full. One process uses two files by turns, one file is used by
 * two processes, and the descriptors of different files have the same number. Decoys: a file that is opened and read
 * from nowhere, and one that is mapped.
 */
#include "../workload.h"
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

static char buffer[1 << 17];

static int open_file(const char *path) {
  int file = open(path, O_RDWR | O_CREAT, 0600);
  if (file < 0) die(path);
  return file;
}

static void account(const char *operation, const char *path, int size, int count) {
  struct stat status;
  if (stat(path, &status)) die("stat");
  fact("io", "operation=%s name=%s inode=%llu size=%d count=%d", operation, strrchr(path, '/') + 1,
       (unsigned long long)status.st_ino, size, count);
}

static void reads(int file, const char *path, int size, int count) {
  for (int i = 0; i < count; i++)
    if (lseek(file, 0, SEEK_SET) != 0 || read(file, buffer, size) != size) die("read");
  account("read", path, size, count);
}

static void writes(int file, const char *path, int size, int count) {
  for (int i = 0; i < count; i++)
    if (lseek(file, 0, SEEK_SET) != 0 || write(file, buffer, size) != size) die("write");
  account("write", path, size, count);
}

static const char *ledger = "/tmp/ken-ledger.dat", *invoice = "/tmp/ken-invoice.txt", *minutes = "/tmp/ken-minutes.log";

static void bookkeeper(void) {
  int one = open_file(ledger), other = open_file(invoice);
  writes(one, ledger, 70001, 5);
  writes(other, invoice, 40, 31);
  reads(one, ledger, 3001, 17);
  writes(other, invoice, 611, 12);
  reads(one, ledger, 25013, 9);
}

static void auditor(void) {
  int file = open_file(ledger);
  reads(file, ledger, 3001, 6);
  writes(file, ledger, 197, 8);
}

static void clerk(void) {
  int file = open_file(minutes);
  writes(file, minutes, 9001, 14);
  reads(file, minutes, 150, 23);
}

static void reader_of_nothing(void) {
  int file = open_file("/tmp/ken-untouched.bin"), mapped = open_file("/tmp/ken-mapped.bin");
  if (ftruncate(mapped, 8192)) die("ftruncate");
  char *memory = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, mapped, 0);
  if (memory == MAP_FAILED) die("mmap");
  memory[5000] = 1;
  if (fsync(file) || msync(memory, 8192, MS_SYNC)) die("sync");
  fact("decoy", "name=ken-untouched.bin");
  fact("decoy", "name=ken-mapped.bin");
}

static void in_child(int id, const char *name, void (*work)(void)) {
  int status;
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    set_process_name(name);
    work();
    _exit(0);
  }
  if (waitpid(child, &status, 0) < 0 || status != 0) die("a child failed");
}

int main(void) {
  in_child(27011, "kenbookkeeper", bookkeeper);
  in_child(27113, "kenauditor", auditor);
  in_child(27217, "kenclerk", clerk);
  in_child(27319, "kennothing", reader_of_nothing);
  return 0;
}
