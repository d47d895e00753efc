/*
 * Reads of three files: mostly in order, mostly scattered (lseek() and pread()), and by two processes at once, each in order
 * through its own open file, so that the two are mixed on one file. Between the reads others are written and looked up.
 */
#include "../in-child.h"

static char bytes[8192];

static int open_file(const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) die(path);
  return file;
}

static void make_file(const char *path, int blocks) {
  int file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) die(path);
  for (int i = 0; i < blocks; i++)
    if (write(file, bytes, sizeof bytes) != sizeof bytes) die("write");
  close(file);
}

static void next(int file, int size) {
  if (read(file, bytes, size) != size) die("read");
}

static void elsewhere(int file, int size, off_t at) {
  if (lseek(file, at, SEEK_SET) != at) die("lseek");
  next(file, size);
}

static void account(const char *name, int first, int sequential, int scattered) {
  fact("reads", "name=%s first=%d sequential=%d scattered=%d", name, first, sequential, scattered);
}

/* In order, in different sizes, with three jumps. */
static void story(void) {
  int file = open_file("/tmp/ken-story");
  for (int i = 0; i < 18; i++) next(file, 1000 + i);
  elsewhere(file, 500, 90001);
  for (int i = 0; i < 14; i++) next(file, 700);
  elsewhere(file, 900, 0);
  elsewhere(file, 300, 50001);
  for (int i = 0; i < 5; i++) next(file, 100);
  account("ken-story", 1, 17 + 14 + 5, 3);
}

/* By pread() at falling offsets, and eleven times where the one before ended. */
static void index_file(void) {
  int file = open_file("/tmp/ken-index");
  off_t at = 400003;
  for (int i = 0; i < 24; i++, at -= 9001)
    if (pread(file, bytes, 611, at) != 611) die("pread");
  at += 9001 + 611;
  for (int i = 0; i < 11; i++, at += 509)
    if (pread(file, bytes, 509, at) != 509) die("pread");
  account("ken-index", 1, 11, 23);
}

/* Two open files of the same file, by turns, each in order. */
static void shared(void) {
  int one = open_file("/tmp/ken-shared"), other = open_file("/tmp/ken-shared");
  for (int i = 0; i < 29; i++) {
    next(one, 2003);
    if (i < 20) next(other, 1009);
  }
  elsewhere(other, 100, 200001);
  elsewhere(one, 100, 300007);
  account("ken-shared", 2, 28 + 19, 2);
}

static void writer(void) {
  int file = open("/tmp/ken-written", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) die("open");
  for (int i = 0; i < 13; i++)
    if (write(file, bytes, 777) != 777 || (i == 6 && lseek(file, 3, SEEK_SET) != 3)) die("write");
  fact("decoy", "name=ken-written");
}

int main(void) {
  make_file("/tmp/ken-story", 16);
  make_file("/tmp/ken-index", 64);
  make_file("/tmp/ken-shared", 64);
  in_child(17013, "ken-reader", story);
  in_child(17117, "ken-indexer", index_file);
  in_child(17219, "ken-writer", writer);
  in_child(17321, "ken-sharer", shared);
  return 0;
}
