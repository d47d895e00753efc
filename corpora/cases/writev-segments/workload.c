/*
 * writev() with different numbers of segments by two processes named kengather and by a thread that has kept that name.
 * Decoys: writev() by a process of another name, readv() and write() by the same ones.
 */
#include "../in-child.h"
#include <pthread.h>
#include <sys/uio.h>

enum { most = 120 };

static int null_device;
static char bytes[256];

static void gather(int segments, int times) {
  struct iovec parts[most];
  for (int i = 0; i < segments; i++) parts[i] = (struct iovec){bytes, 1 + i % 7};
  for (int i = 0; i < times; i++)
    if (writev(null_device, parts, segments) < segments) die("writev");
  fact("gathered", "segments=%d times=%d", segments, times);
}

static void *in_thread(void *unused) {
  (void)unused;
  gather(45, 19);
  return NULL;
}

static void first(void) {
  gather(1, 41);
  gather(3, 67);
  pthread_t thread;
  if (pthread_create(&thread, NULL, in_thread, NULL) || pthread_join(thread, NULL)) die("thread");
  for (int i = 0; i < 53; i++)
    if (write(null_device, bytes, 9) != 9) die("write");
}

static void second(void) {
  gather(11, 29);
  gather(100, 13);
  struct iovec parts[6] = {{bytes, 1}, {bytes, 1}, {bytes, 1}, {bytes, 1}, {bytes, 1}, {bytes, 1}};
  int zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
  for (int i = 0; i < 37; i++)
    if (readv(zero, parts, 6) != 6) die("readv");
}

static void other(void) {
  struct iovec parts[24];
  for (int i = 0; i < 24; i++) parts[i] = (struct iovec){bytes, 2};
  for (int i = 0; i < 31; i++)
    if (writev(null_device, parts, 24) != 48) die("writev");
  fact("decoy", "segments=24 times=31");
}

int main(void) {
  null_device = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (null_device < 0) die("/dev/null");
  in_child(15011, "kengather", first);
  in_child(15117, "kenscatter", other);
  in_child(15219, "kengather", second);
  return 0;
}
