/*
 * Moves between directories by rename(), renameat() and renameat2(), by two processes: files, a directory, one that keeps
 * its name, one that replaces another file. Decoys of other processes: renames within a directory, moves that fail inside
 * the kernel's rename, and hard links into another directory.
 */
#include "../in-child.h"
#include <sys/stat.h>

static void make_file(const char *path) {
  int file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) die(path);
  close(file);
}

static void make_folder(const char *path) {
  if (mkdir(path, 0700)) die(path);
}

static void moved(const char *old_name, const char *new_name) {
  fact("moved", "pid=%d old=%s new=%s", getpid(), old_name, new_name);
}

static void mover(void) {
  if (rename("attic/ken-lamp", "cellar/ken-lantern")) die("rename");
  moved("ken-lamp", "ken-lantern");
  int attic = open("attic", O_PATH | O_DIRECTORY), cellar = open("cellar", O_PATH | O_DIRECTORY);
  if (renameat2(attic, "ken-chair", cellar, "ken-chair", 0)) die("renameat2");
  moved("ken-chair", "ken-chair");
  if (rename("attic/ken-trunk", "cellar/ken-crate")) die("directory");
  moved("ken-trunk", "ken-crate");
}

static void replacer(void) {
  int here = open(".", O_PATH | O_DIRECTORY);
  if (renameat(here, "attic/ken-sofa", here, "cellar/ken-bench")) die("renameat");
  moved("ken-sofa", "ken-bench");
}

static void tidier(void) {
  if (rename("attic/ken-clock", "attic/ken-watch")) die("rename");
  if (rename("cellar/ken-jar", "cellar/ken-pot")) die("rename");
  fact("decoy", "kind=within pid=%d names=4 a=ken-clock b=ken-watch c=ken-jar d=ken-pot", getpid());
}

static void loser(void) {
  if (rename("attic/ken-empty", "cellar/ken-full") == 0) die("a full directory was replaced");
  if (rename("attic/ken-plain", "cellar/ken-full") == 0) die("a directory was replaced by a file");
  if (rename("attic/ken-missing", "cellar/ken-absent") == 0) die("a missing file was moved");
  fact("decoy", "kind=failing pid=%d names=4 a=ken-empty b=ken-plain c=ken-missing d=ken-absent", getpid());
}

static void linker(void) {
  if (link("attic/ken-plain", "cellar/ken-second")) die("link");
  fact("decoy", "kind=link pid=%d names=1 a=ken-second", getpid());
}

int main(void) {
  make_folder("/tmp/ken-house");
  if (chdir("/tmp/ken-house")) die("chdir");
  static const char *const folders[] = {"attic", "cellar", "attic/ken-trunk", "attic/ken-empty", "cellar/ken-full"};
  static const char *const files[] = {"attic/ken-lamp",  "attic/ken-chair", "attic/ken-sofa",  "cellar/ken-bench",
                                      "attic/ken-clock", "cellar/ken-jar",  "attic/ken-plain", "cellar/ken-full/x"};
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) make_folder(folders[i]);
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) make_file(files[i]);
  in_child(31013, "ken-mover", mover);
  in_child(31117, "ken-tidier", tidier);
  in_child(31219, "ken-replacer", replacer);
  in_child(31321, "ken-loser", loser);
  in_child(31423, "ken-linker", linker);
  return 0;
}
