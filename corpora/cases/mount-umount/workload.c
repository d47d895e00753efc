/*
 * mount() and umount() calls of every kind, one process for each kind, so that a missing kind is told by its process
 * id. Other processes look at mounts, change the root or the mount namespace: none of those may be reported.
 */
#include "../workload.h"
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#define FIRST "/tmp/kenfirst"
#define SECOND "/tmp/kensecond"
#define THIRD "/tmp/kenthird"

static void attach_new(void);
static void attach_bind(void);
static void attach_again(void);
static void attach_unknown_type(void);
static void detach(void);
static void detach_lazily(void);
static void detach_busy(void);
static void in_a_thread(void);
static void *second_thread(void *unused);
static void read_table(void);
static void stat_filesystem(void);
static void new_namespace(void);
static void change_root(void);
static void report(const char *kind, int attached, int detached);
static void run(const char *name, int id, void (*actor)(void));

int main(void) {
  if (mkdir(FIRST, 0700) != 0 || mkdir(SECOND, 0700) != 0 || mkdir(THIRD, 0700) != 0) die("mkdir");
  run("kennew", 20201, attach_new);
  run("kentable", 25013, read_table);
  run("kenbind", 20357, attach_bind);
  run("kenstat", 25127, stat_filesystem);
  run("kenagain", 20509, attach_again);
  run("kenunknown", 20663, attach_unknown_type);
  run("kenspace", 25243, new_namespace);
  run("kendetach", 21011, detach);
  run("kenroot", 25339, change_root);
  run("kenbusy", 21317, detach_busy);
  run("kenlazy", 21163, detach_lazily);
  run("kenworker", 22027, in_a_thread);
  fact("done", "pid=%d", getpid());
  return 0;
}

static void attach_new(void) {
  if (mount("kensource", FIRST, "tmpfs", 0, "size=1m") != 0) die(FIRST);
  if (mount("kensource", SECOND, "tmpfs", 0, "size=1m") != 0) die(SECOND);
  report("new", 2, 0);
}

static void attach_bind(void) {
  if (mount(FIRST, THIRD, NULL, MS_BIND, NULL) != 0) die(THIRD);
  report("bind", 1, 0);
}

static void attach_again(void) {
  if (mount(NULL, FIRST, NULL, MS_REMOUNT | MS_NOSUID, NULL) != 0) die("remount");
  report("remount", 1, 0);
}

static void attach_unknown_type(void) {
  if (mount("kensource", FIRST, "kenfs", 0, NULL) != -1 || errno != ENODEV) die("kenfs");
  report("failing", 1, 0);
}

static void detach(void) {
  if (umount2(THIRD, 0) != 0 || umount2(SECOND, 0) != 0) die("umount");
  report("plain", 0, 2);
}

static void detach_lazily(void) {
  if (umount2(FIRST, MNT_DETACH) != 0) die("umount");
  report("lazy", 0, 1);
}

static void detach_busy(void) {
  if (open(FIRST, O_RDONLY | O_DIRECTORY) < 0 || umount2(FIRST, 0) != -1 || errno != EBUSY) die("umount");
  report("failing", 0, 1);
}

static void in_a_thread(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, second_thread, NULL) != 0) die("pthread_create");
  pthread_join(thread, NULL);
}

static void *second_thread(void *unused) {
  if (mount("kensource", SECOND, "tmpfs", 0, "size=1m") != 0 || umount2(SECOND, 0) != 0) die("thread");
  report("thread", 1, 1);
  return unused;
}

static void read_table(void) {
  char text[4096];
  int file = open("/proc/self/mounts", O_RDONLY);
  if (file < 0 || read(file, text, sizeof text) <= 0) die("/proc/self/mounts");
  fact("decoy", "how=mount-table pid=%d", getpid());
}

static void stat_filesystem(void) {
  struct statfs answer;
  if (statfs(FIRST, &answer) != 0) die("statfs");
  fact("decoy", "how=statfs pid=%d", getpid());
}

static void new_namespace(void) {
  if (unshare(CLONE_NEWNS) != 0) die("unshare");
  fact("decoy", "how=unshare pid=%d", getpid());
}

static void change_root(void) {
  if (syscall(SYS_pivot_root, "/kenabsent", "/kenabsent") != -1 || chroot("/") != 0) die("chroot");
  fact("decoy", "how=root pid=%d", getpid());
}

static void report(const char *kind, int attached, int detached) {
  char name[16] = "";
  prctl(PR_GET_NAME, name, 0, 0, 0);
  fact("calls", "kind=%s pid=%d thread=%d name=%s mount=%d umount=%d", kind, getpid(), gettid(), name, attached,
       detached);
}

static void run(const char *name, int id, void (*actor)(void)) {
  int status = 0;
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    set_process_name(name);
    actor();
    _exit(0);
  }
  if (waitpid(child, &status, 0) != child || status != 0) die(name);
}
