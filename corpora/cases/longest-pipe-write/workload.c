/*
 * Writers to pipes and to a FIFO, blocked for several known times while the reader sleeps, the longest neither first nor
 * last. Decoys: readers that wait longer, and a writer that is blocked by a full socket.
 */
#include "../named-processes.h"
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>

static char bytes[65536];

static void nap(int milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  nanosleep(&time, NULL);
}

static long long microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

/* Fills the pipe, and reports the longest of the writes. */
static void write_all(const char *actor, int end, int times) {
  long long longest = 0, sum = 0;
  for (int i = 0; i < times; i++) {
    long long start = microseconds();
    if (write(end, bytes, sizeof bytes) != sizeof bytes) die("write");
    long long took = microseconds() - start;
    if (took > longest) longest = took;
    sum += took;
  }
  fact("writer", "actor=%s pid=%d longest=%lld sum=%lld", actor, getpid(), longest, sum);
}

/* A reader that sleeps for so long before each read that makes room. */
static void read_all(const char *actor, int end, const int *naps, int times) {
  for (int i = 0; i < times; i++) {
    nap(naps[i]);
    for (size_t got = 0; got < sizeof bytes;) {
      ssize_t length = read(end, bytes, sizeof bytes - got);
      if (length <= 0) die("read");
      got += length;
    }
  }
  fact("reader", "actor=%s pid=%d", actor, getpid());
}

static void couple(int id, const char *writer, const char *reader, int in, int out, const int *naps, int times) {
  if (start_actor(id, writer) == 0) {
    write_all(writer, in, times);
    _exit(0);
  }
  if (start_actor(id + 13, reader) == 0) {
    read_all(reader, out, naps, times);
    _exit(0);
  }
}

/* A reader that waits for 900 ms. */
static void waiting_reader(void) {
  char byte;
  int ends[2];
  if (pipe(ends)) die("pipe");
  if (start_actor(24611, "read-decoy") == 0) {
    if (read(ends[0], &byte, 1) != 1) die("read");
    fact("decoy", "actor=read-decoy pid=%d", getpid());
    _exit(0);
  }
  if (start_actor(24631, "late-writer") == 0) {
    nap(900);
    if (write(ends[1], "k", 1) != 1) die("write");
    _exit(0);
  }
}

/* A writer that a full socket blocks for 600 ms. */
static void full_socket(void) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends)) die("socketpair");
  if (start_actor(24709, "socket-decoy") == 0) {
    for (int i = 0; i < 12; i++)
      if (write(ends[0], bytes, sizeof bytes) != sizeof bytes) die("write");
    int file = open("/tmp/ken-file", O_WRONLY | O_CREAT, 0600);
    if (file < 0 || write(file, bytes, 100) != 100) die("file");
    fact("decoy", "actor=socket-decoy pid=%d", getpid());
    _exit(0);
  }
  if (start_actor(24731, "socket-reader") == 0) {
    nap(600);
    for (size_t got = 0; got < 12 * sizeof bytes;) {
      ssize_t length = read(ends[1], bytes, sizeof bytes);
      if (length <= 0) die("read");
      got += length;
    }
    _exit(0);
  }
}

int main(void) {
  static const int naps_one[] = {90, 310, 60, 130}, naps_two[] = {40, 70, 170, 50, 90}, naps_fifo[] = {120, 440, 80, 30};
  int one[2], two[2], fifo;
  if (pipe(one) || pipe(two) || mkfifo("/tmp/ken-fifo", 0600)) die("pipe");
  fifo = open("/tmp/ken-fifo", O_RDWR);
  if (fifo < 0) die("open");
  couple(24211, "writer-one", "reader-one", one[1], one[0], naps_one, 4);
  couple(24317, "writer-two", "reader-two", two[1], two[0], naps_two, 5);
  couple(24421, "writer-fifo", "reader-fifo", fifo, fifo, naps_fifo, 4);
  waiting_reader();
  full_socket();
  int failed = actors_ended();
  unlink("/tmp/ken-fifo");
  return failed;
}
