/*
 * Device nodes with large major and minor numbers, by mknod() and mknodat(), of both kinds, by two processes. Decoys: a
 * FIFO and a socket and an ordinary file made with mknod() and a device number, and a symbolic link.
 */
#include "../in-child.h"
#include <sys/stat.h>
#include <sys/sysmacros.h>

static void made(const char *name, int type, unsigned major_number, unsigned minor_number) {
  struct stat status;
  if (stat(name, &status)) die(name);
  if (major(status.st_rdev) != major_number || minor(status.st_rdev) != minor_number) die("device number");
  fact("node", "pid=%d name=%s kind=%s mode=%d major=%u minor=%u", getpid(), name, type == S_IFCHR ? "char" : "block",
       status.st_mode, major_number, minor_number);
}

static void first(void) {
  if (mknod("ken-tape", S_IFCHR | 0640, makedev(231, 70001))) die("mknod");
  made("ken-tape", S_IFCHR, 231, 70001);
  if (mknod("ken-disk", S_IFBLK | 0600, makedev(1291, 263))) die("mknod");
  made("ken-disk", S_IFBLK, 1291, 263);
}

static void second(void) {
  int folder = open(".", O_PATH | O_DIRECTORY);
  if (mknodat(folder, "ken-drum", S_IFBLK | 0660, makedev(259, 519))) die("mknodat");
  made("ken-drum", S_IFBLK, 259, 519);
}

static void others(void) {
  if (mknod("ken-fifo", S_IFIFO | 0600, 0) || mknod("ken-socket", S_IFSOCK | 0600, 0)) die("mknod");
  if (mknod("ken-regular", S_IFREG | 0600, makedev(17, 23))) die("mknod");
  if (symlink("ken-tape", "ken-link")) die("symlink");
  fact("decoy", "name=ken-fifo");
  fact("decoy", "name=ken-socket");
  fact("decoy", "name=ken-regular");
  fact("decoy", "name=ken-link");
}

int main(void) {
  umask(0);
  if (mkdir("/tmp/ken-nodes", 0700) || chdir("/tmp/ken-nodes")) die("/tmp/ken-nodes");
  in_child(13011, "ken-first", first);
  in_child(13117, "ken-others", others);
  in_child(13219, "ken-second", second);
  return 0;
}
