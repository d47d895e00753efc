/*
 * Reads, writes, opens and fsyncs on an XFS file system whose device takes 2.3 milliseconds for a request: direct reads
 * and writes and the fsyncs wait for it, cached ones and opens do not. Decoys: the same calls on another file system, and
 * other operations on XFS.
 */
#include "../timed-calls.h"
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { device_delay = 2300000, size = 4096 };
static char *buffer;
static int opened;

static int opens(const char *path, int flags) {
  opened = open(path, flags);
  return opened >= 0;
}

static void on_xfs(void) {
  const char *path = "/mnt/xfs/data";
  timed_calls("open", 1, 0, opens(path, O_RDWR | O_DIRECT));
  int direct = opened;
  timed_calls("open", 1, 0, opens(path, O_RDWR));
  int cached = opened;
  timed_calls("open", 19, 0, opens(path, O_RDONLY) && close(opened) == 0);
  timed_calls("read", 13, device_delay, pread(direct, buffer, size, 8192) == size);
  timed_calls("write", 7, device_delay, pwrite(direct, buffer, size, 8192) == size);
  timed_calls("read", 1, 0, pread(cached, buffer, size, 131072) == size); /* may wait for the device */
  timed_calls("read", 28, 0, pread(cached, buffer, size, 131072) == size);
  timed_calls("fsync", 5, device_delay, pwrite(cached, buffer, size, 131072) == size && fsync(cached) == 0);
  fact("calls", "operation=write count=5 min=0 max=%d", device_delay);
  timed_calls("write", 36, 0, pwrite(cached, buffer, size, 131072) == size);
}

/* Not among the four, though they reach the same file system. */
static void other_operations(void) {
  struct stat status;
  for (int i = 0; i < 11; i++) {
    if (stat("/mnt/xfs/data", &status) || mkdir("/mnt/xfs/folder", 0700) || rename("/mnt/xfs/folder", "/mnt/xfs/moved") ||
        rmdir("/mnt/xfs/moved"))
      die("other operations");
  }
}

static void on_another_file_system(void) {
  set_process_name("kenother");
  for (int i = 0; i < 16; i++) {
    int file = open("/tmp/ken-other", O_RDWR | O_CREAT, 0600);
    if (file < 0 || write(file, buffer, size) != size || pread(file, buffer, size, 0) != size || fsync(file) || close(file))
      die("another file system");
  }
}

int main(void) {
  int status;
  buffer = mmap(0, 1 << 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (buffer == MAP_FAILED) die("mmap");
  memset(buffer, 'k', 1 << 16);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    on_another_file_system();
    _exit(0);
  }
  if (waitpid(child, &status, 0) < 0 || status != 0) die("a child failed");
  on_xfs();
  other_operations();
  fact("done", "pid=%d", getpid());
  return 0;
}
