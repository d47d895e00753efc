/*
 * Modes with the set-user-ID bit by chmod(), fchmod() and fchmodat(), by root and by an ordinary user who owns the file.
 * Decoys: other special bits, the same permissions without special bits, a file that is created, and a change of owner
 * that takes the bit away.
 */
#include "../in-child.h"
#include <sys/stat.h>

static int file_of(const char *name) {
  int file = open(name, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) die(name);
  return file;
}

static void marked(const char *name, int mode) {
  struct stat status;
  if (stat(name, &status) || (status.st_mode & 07777) != (mode_t)mode) die(name);
  fact("marked", "pid=%d name=%s mode=%d", getpid(), name, mode);
}

static void installer(void) {
  file_of("ken-helper");
  if (chmod("ken-helper", 04711)) die("chmod");
  marked("ken-helper", 04711);
  int tool = file_of("ken-tool");
  if (fchmod(tool, 06754)) die("fchmod");
  marked("ken-tool", 06754);
}

static void user(void) {
  int folder = open(".", O_PATH | O_DIRECTORY);
  if (setuid(4321)) die("setuid");
  file_of("ken-own");
  if (fchmodat(folder, "ken-own", 04570, 0)) die("fchmodat");
  marked("ken-own", 04570);
}

static void other_modes(void) {
  static const char *const names[] = {"ken-group", "ken-sticky", "ken-plain", "ken-open"};
  static const int modes[] = {02711, 01754, 0570, 0777};
  for (int i = 0; i < 4; i++) {
    int file = file_of(names[i]);
    if (i % 2 ? fchmod(file, modes[i]) : chmod(names[i], modes[i])) die(names[i]);
    fact("decoy", "name=%s mode=%d", names[i], modes[i]);
  }
}

static void creator(void) {
  int file = open("ken-created", O_CREAT | O_RDWR | O_CLOEXEC, 04755);
  if (file < 0) die("ken-created");
  if (fchown(file, 99, 99)) die("fchown");
  fact("decoy", "name=ken-created mode=%d", 04755);
}

int main(void) {
  if (mkdir("/tmp/ken-modes", 0777) || chmod("/tmp/ken-modes", 0777) || chdir("/tmp/ken-modes")) die("/tmp/ken-modes");
  in_child(16011, "ken-installer", installer);
  in_child(16117, "ken-others", other_modes);
  in_child(16219, "ken-user", user);
  in_child(16321, "ken-creator", creator);
  return 0;
}
