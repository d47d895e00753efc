/*
 * Processes that read regular files, each under its own name, with short reads, reads at the end of the file, failing
 * reads, writes beside them, and reads by a second thread. Decoys: a process that only writes, one whose reads all fail.
 * A process that uses pread and readv is reported apart: the request leaves open whether these count.
 */
#include "../workload.h"
#include <fcntl.h>
#include <pthread.h>
#include <sys/uio.h>
#include <sys/wait.h>

static char buffer[65536];

/* A new file of `size` bytes, written before anything is counted. */
static int prepare(const char *path, int size) {
  int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
  if (file < 0) die("open");
  if (write(file, buffer, size) != size) die("write");
  return file;
}

/* Reads the whole file with a request of 64 KiB, again and again; the second read of a round is at the end of the file. */
static long read_rounds(int file, int rounds) {
  long total = 0;
  for (int round = 0; round < rounds; round++) {
    if (lseek(file, 0, SEEK_SET) != 0) die("lseek");
    long count = read(file, buffer, sizeof buffer);
    if (count <= 0) die("read");
    total += count;
    if (read(file, buffer, sizeof buffer) != 0) die("read at the end");
  }
  return total;
}

static long write_rounds(const char *path, int size, int rounds) {
  long total = 0;
  int file = prepare(path, 0);
  for (int round = 0; round < rounds; round++) {
    long count = write(file, buffer, size);
    if (count != size) die("write");
    total += count;
  }
  close(file);
  unlink(path);
  return total;
}

/* `requested` is what the calls asked for, `returned` what they gave. */
static void reader_that_writes(int file) {
  set_process_name("kenalpha");
  long returned = read_rounds(file, 41);
  long written = write_rounds("/tmp/ken-written-a", 5003, 30);
  for (int times = 0; times < 6; times++)
    if (read(-1, buffer, 100) >= 0) die("a bad descriptor was read");
  fact("reader", "name=kenalpha pid=%d returned=%ld requested=%ld written=%ld", getpid(), returned,
       2 * 41 * (long)sizeof buffer, written);
}

struct part {
  int file;
  long returned;
};

static void *second_thread(void *argument) {
  struct part *part = argument;
  part->returned = read_rounds(part->file, 17);
  return 0;
}

static void reader_with_threads(int file, int other) {
  set_process_name("kenbeta");
  struct part part = {other, 0};
  pthread_t thread;
  long returned = read_rounds(file, 23);
  if (pthread_create(&thread, 0, second_thread, &part)) die("pthread_create");
  if (pthread_join(thread, 0)) die("pthread_join");
  fact("reader", "name=kenbeta pid=%d returned=%ld requested=%ld written=0", getpid(), returned + part.returned,
       2 * 40 * (long)sizeof buffer);
}

static void writer(void) {
  set_process_name("kendelta");
  fact("writer", "name=kendelta pid=%d written=%ld", getpid(), write_rounds("/tmp/ken-written-b", 7411, 29));
}

static void failing_reader(void) {
  set_process_name("kenomega");
  int folder = open("/", O_RDONLY | O_DIRECTORY), failed = 0;
  if (folder < 0) die("open");
  for (int times = 0; times < 50; times++) failed += read(folder, buffer, sizeof buffer) < 0;
  fact("failing", "name=kenomega pid=%d failed=%d", getpid(), failed);
}

static void positioned_reader(int file) {
  set_process_name("kengamma");
  long returned = 0;
  for (int round = 0; round < 19; round++) {
    struct iovec parts[2] = {{buffer, 1000}, {buffer + 1000, 40000}};
    long count = pread(file, buffer, sizeof buffer, 0);
    if (count <= 0) die("pread");
    returned += count;
    if (lseek(file, 0, SEEK_SET) != 0) die("lseek");
    count = readv(file, parts, 2);
    if (count <= 0) die("readv");
    returned += count;
  }
  fact("positioned", "name=kengamma pid=%d returned=%ld", getpid(), returned);
}

#define in_child(id, body)                            \
  do {                                                \
    int status;                                       \
    next_process_id(id);                              \
    pid_t child = fork();                             \
    if (child < 0) die("fork");                       \
    if (child == 0) {                                 \
      body;                                           \
      _exit(0);                                       \
    }                                                 \
    if (waitpid(child, &status, 0) < 0) die("waitpid");\
    if (status != 0) die("a child failed");           \
  } while (0)

int main(void) {
  memset(buffer, 'k', sizeof buffer);
  int small = prepare("/tmp/ken-small", 7919), middle = prepare("/tmp/ken-middle", 10007);
  in_child(26111, writer());
  in_child(26218, failing_reader());
  in_child(26325, reader_that_writes(small));
  in_child(26432, positioned_reader(small));
  in_child(26539, reader_with_threads(middle, small));
  fact("done", "pid=%d", getpid());
  return 0;
}
