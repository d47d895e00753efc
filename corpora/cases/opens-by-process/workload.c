/*
 * Files opened in every way by several processes at the same time, one of them by a thread. Decoys are other processes
 * that use paths without opening them, or use an open file that they inherited.
 */
#include "../turns.h"
#include <linux/openat2.h>
#include <pthread.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

/* How often each name is opened: numbers that no file descriptor, flag or error has here. */
enum { times_alpha = 23, times_beta = 29, times_gamma = 37 };

static const char *folder = "/tmp/ken-opens";

static void report(const char *actor, const char *file, const char *how, int times) {
  fact("open", "actor=%s pid=%d tid=%d file=%s how=%s times=%d", actor, getpid(), gettid(), file, how, times);
}

static void close_or_die(int file, const char *what) {
  if (file < 0) die(what);
  close(file);
}

/* Creates a file once and opens it again for reading, with an absolute path. */
static void opens_absolute(void) {
  char path[128];
  wait_for_turn(0);
  snprintf(path, sizeof path, "%s/alpha-7f3q.dat", folder);
  close_or_die(openat(AT_FDCWD, path, O_CREAT | O_EXCL | O_RDWR, 0600), "create alpha");
  for (int i = 1; i < times_alpha; i++) {
    wait_for_turn(0);
    close_or_die(openat(AT_FDCWD, path, O_RDONLY), "open alpha");
  }
  report("open-alpha", "alpha-7f3q.dat", "openat", times_alpha);
}

/* Read-only opens of a file that was there before, relative to a folder. */
static void opens_relative(void) {
  wait_for_turn(1);
  int directory = open(folder, O_RDONLY | O_DIRECTORY);
  for (int i = 0; i < times_beta; i++) {
    wait_for_turn(1);
    close_or_die(openat(directory, "beta-k2w9.txt", O_RDONLY), "open beta");
  }
  report("open-beta", "beta-k2w9.txt", "openat", times_beta);
}

static void *thread_opens(void *unused) {
  (void)unused;
  char path[128];
  snprintf(path, sizeof path, "%s/gamma-5h8z.log", folder);
  for (int i = 0; i < times_gamma; i++) {
    wait_for_turn(2);
    close_or_die(openat(AT_FDCWD, path, O_CREAT | O_WRONLY | O_APPEND, 0600), "open gamma");
  }
  report("open-gamma", "gamma-5h8z.log", "openat", times_gamma);
  return NULL;
}

static void opens_in_thread(void) {
  pthread_t thread;
  next_process_id(22339);
  if (pthread_create(&thread, NULL, thread_opens, NULL)) die("pthread_create");
  pthread_join(thread, NULL);
}

/* Waits inside openat, while the others open their files, until `open-delta` opens the other end under a second name. */
static void opens_slowly(void) {
  wait_for_turn(3);
  close_or_die(openat(AT_FDCWD, "/tmp/ken-opens/pipe-3v7j", O_RDONLY), "open pipe");
  report("open-slowly", "pipe-3v7j", "openat", 1);
}

/* The rarer system calls, an open that fails, and the other end of the pipe. */
static void opens_otherwise(void) {
  char path[128];
  struct open_how how = {.flags = O_RDONLY};
  wait_for_turn(4);
  snprintf(path, sizeof path, "%s/delta-m4x1.old", folder);
  close_or_die(syscall(SYS_open, path, O_CREAT | O_RDWR, 0600), "open delta");
  report("open-delta", "delta-m4x1.old", "open", 1);
  close_or_die(syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how), "openat2 delta");
  report("open-delta", "delta-m4x1.old", "openat2", 1);
  if (openat(AT_FDCWD, "/tmp/ken-opens/missing-r6t0", O_RDONLY) >= 0) die("missing file opened");
  report("open-delta", "missing-r6t0", "failed", 1);
  usleep(100000);
  wait_for_turn(4);
  close_or_die(openat(AT_FDCWD, "/tmp/ken-opens/other-end", O_WRONLY), "open pipe");
}

/* Every name starts with `decoy-`; none is opened. */
static void uses_paths(void) {
  struct stat status;
  char text[64];
  wait_for_turn(5);
  if (chdir(folder) || stat("decoy-stat", &status) || access("decoy-access", R_OK)) die("decoy stat");
  if (mkdir("decoy-folder", 0700) || rename("decoy-stat", "decoy-renamed") || unlink("decoy-renamed")) die("decoy rename");
  if (symlink("decoy-access", "decoy-link") || readlink("decoy-link", text, sizeof text) < 0) die("decoy link");
  if (truncate("decoy-access", 7) || chmod("decoy-access", 0640)) die("decoy truncate");
  fact("decoy", "actor=path-decoy pid=%d", getpid());
}

static void uses_inherited(int file) {
  char bytes[16];
  wait_for_turn(6);
  for (int i = 0; i < 4; i++)
    if (write(file, "0123456789abcdef", 16) != 16 || pread(file, bytes, 16, 0) != 16) die("decoy read");
  if (fsync(file) || close(file)) die("decoy close");
  fact("decoy", "actor=inherit-decoy pid=%d", getpid());
}

static pid_t start(int id, const char *name) {
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) set_process_name(name);
  return child;
}

static void create(const char *name) {
  char path[128];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  close_or_die(open(path, O_CREAT | O_WRONLY, 0600), "create");
}

int main(int count, char **arguments) {
  if (count > 1 && strcmp(arguments[1], "prepare") == 0) {
    if (mkdir(folder, 0700)) die("mkdir");
    create("beta-k2w9.txt");
    if (mkfifo("/tmp/ken-opens/pipe-3v7j", 0600) || link("/tmp/ken-opens/pipe-3v7j", "/tmp/ken-opens/other-end")) die("mkfifo");
    create("decoy-stat");
    create("decoy-access");
    return 0;
  }
  int inherited = open("/tmp/ken-opens/inherited-c8y5", O_CREAT | O_RDWR, 0600);
  if (inherited < 0) die("open inherited");
  if (start(22109, "open-alpha") == 0) opens_absolute(), _exit(0);
  if (start(22217, "open-beta") == 0) opens_relative(), _exit(0);
  if (start(22321, "open-gamma") == 0) opens_in_thread(), _exit(0);
  if (start(22433, "open-delta") == 0) opens_otherwise(), _exit(0);
  if (start(22501, "open-slowly") == 0) opens_slowly(), _exit(0);
  if (start(22541, "path-decoy") == 0) uses_paths(), _exit(0);
  if (start(22637, "inherit-decoy") == 0) uses_inherited(inherited), _exit(0);
  for (int status; wait(&status) > 0;)
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return 1;
  return 0;
}
