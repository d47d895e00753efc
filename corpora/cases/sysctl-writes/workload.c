/*
 * Processes write kernel parameters, one of them several times. Decoys: a process that reads parameters and opens them for
 * writing only, and one that writes elsewhere in /proc and into a file with a parameter's name.
 */
#include "../in-child.h"
#include <sys/stat.h>

static void write_file(const char *path, const char *value) {
  int file = open(path, O_WRONLY);
  if (file < 0) die(path);
  if (write(file, value, strlen(value)) != (ssize_t)strlen(value)) die(path);
  close(file);
}

static void report(const char *name, int times) { fact("written", "pid=%d name=%s times=%d", getpid(), name, times); }

static void write_memory_parameters(void) {
  for (int times = 0; times < 4; times++) write_file("/proc/sys/vm/swappiness", "57");
  report("swappiness", 4);
  write_file("/proc/sys/vm/stat_interval", "2");
  report("stat_interval", 1);
}

static void write_network_parameter(void) {
  for (int times = 0; times < 2; times++) write_file("/proc/sys/net/ipv4/ip_default_ttl", "63");
  report("ip_default_ttl", 2);
}

/* One open file; each write begins at its start, as the kernel demands. */
static void write_again(void) {
  int file = open("/proc/sys/kernel/core_uses_pid", O_WRONLY);
  if (file < 0) die("open");
  for (int times = 0; times < 3; times++)
    if (lseek(file, 0, SEEK_SET) || write(file, "0", 1) != 1) die("write");
  report("core_uses_pid", 3);
}

static void only_read(void) {
  char text[64];
  for (int times = 0; times < 5; times++) {
    int file = open("/proc/sys/vm/dirty_ratio", O_RDWR);
    if (file < 0 || read(file, text, sizeof text) <= 0) die("read");
    close(file);
  }
  fact("decoy", "name=sysctl-reader pid=%d", getpid());
}

static void write_elsewhere(void) {
  write_file("/proc/self/oom_score_adj", "17");
  write_file("/proc/self/comm", "sysctl-other");
  if (mkdir("/tmp/ken-vm", 0700)) die("mkdir");
  close(open("/tmp/ken-vm/overcommit_ratio", O_CREAT | O_WRONLY, 0600));
  for (int times = 0; times < 3; times++) write_file("/tmp/ken-vm/overcommit_ratio", "50");
  fact("decoy", "name=sysctl-other pid=%d", getpid());
}

int main(void) {
  in_child(24113, "sysctl-memory", write_memory_parameters);
  in_child(24217, "sysctl-network", write_network_parameter);
  in_child(24329, "sysctl-again", write_again);
  in_child(24431, "sysctl-reader", only_read);
  in_child(24547, "sysctl-other", write_elsewhere);
  return 0;
}
