/*
 * Two bursts of kernel allocations of known size, seconds apart: vectors of 30 and of 300 elements for writev() (size
 * known at run time), and the state of an eventfd (size known when the kernel was compiled). Between the bursts system
 * calls and page faults, which allocate nothing by kmalloc.
 */
#include "../moments.h"
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>

enum { short_vector = 30, long_vector = 300, faulted_pages = 3000 };

static int null_device;
static struct iovec vector[long_vector];

static void allocate(int elements, int times) {
  for (int index = 0; index < times; index++)
    if (writev(null_device, vector, elements) != elements) die("writev");
}

static void event_descriptors(int times) {
  for (int index = 0; index < times; index++) {
    int descriptor = eventfd(0, 0);
    if (descriptor < 0) die("eventfd");
    close(descriptor);
  }
}

static void burst(int number, int shorts, int longs, int events) {
  allocate(short_vector, shorts);
  allocate(long_vector, longs);
  event_descriptors(events);
  fact("burst", "number=%d size480=%d size4800=%d size48=%d", number, shorts, longs, events);
}

static void no_allocations(void) {
  char *memory = mmap(NULL, faulted_pages * 4096UL, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) die("mmap");
  for (int index = 0; index < faulted_pages; index++) ((volatile char *)memory)[index * 4096UL] = 1;
  munmap(memory, faulted_pages * 4096UL);
  for (int index = 0; index < 20000; index++) syscall(SYS_getppid);
  fact("quiet", "pages=%d", faulted_pages);
}

int main(void) {
  static char byte = 'k';
  for (int index = 0; index < long_vector; index++) vector[index] = (struct iovec){&byte, 1};
  null_device = open("/dev/null", O_WRONLY);
  if (null_device < 0) die("/dev/null");
  long long start = milliseconds();
  sleep_until(start + 1300);
  burst(1, 5000, 3000, 4000);
  sleep_until(start + 3000);
  no_allocations();
  sleep_until(start + 7900);
  burst(2, 2500, 1500, 2000);
  return 0;
}
