/*
 * One process looks up paths of five components that exist, another names in its working directory that do not exist. A
 * third uses a file by its descriptor only, in more calls: no lookups.
 */
#include "../moments.h"
#include <sys/stat.h>
#include <sys/wait.h>

enum { depth = 5, hits = 220, misses = 450, by_descriptor = 2400 };

static const char *directories[] = {"/ken-one", "/ken-one/ken-two", "/ken-one/ken-two/ken-three",
                                    "/ken-one/ken-two/ken-three/ken-four"};
static const char *file = "/ken-one/ken-two/ken-three/ken-four/ken-file";

/* A tracer that prints every lookup keeps up. */
static void rest(int index) {
  if (index % 5 == 4) usleep(10000);
}

static void existing(void) {
  struct stat status;
  for (int index = 0; index < hits; index++) {
    if (stat(file, &status)) die("stat");
    rest(index);
  }
}

static void missing(void) {
  struct stat status;
  char name[32];
  if (chdir(directories[depth - 2])) die("chdir");
  for (int index = 0; index < misses; index++) {
    snprintf(name, sizeof name, "ken-absent-%d", index);
    if (stat(name, &status) == 0) die("stat");
    rest(index);
  }
}

static void descriptor_only(void) {
  struct stat status;
  char byte = 'k';
  int open_file = open(file, O_RDWR);
  if (open_file < 0) die("open");
  for (int index = 0; index < by_descriptor / 3; index++) {
    if (fstat(open_file, &status) || pwrite(open_file, &byte, 1, 0) != 1 || close(dup(open_file))) die("descriptor");
    rest(index);
  }
}

static void start(const char *name, int id, int calls, int components, void (*act)(void)) {
  int status;
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    set_process_name(name);
    act();
    fact("process", "name=%s pid=%d calls=%d depth=%d", name, getpid(), calls, components);
    _exit(0);
  }
  if (waitpid(child, &status, 0) != child || status != 0) die(name);
}

int main(void) {
  for (int index = 0; index < depth - 1; index++)
    if (mkdir(directories[index], 0755)) die("mkdir");
  int made = open(file, O_CREAT | O_WRONLY, 0644);
  if (made < 0) die("open");
  close(made);
  start("ken-existing", 24109, hits, depth, existing);
  start("ken-missing", 25121, misses, 1, missing);
  start("ken-descriptor", 26141, by_descriptor, 0, descriptor_only);
  return 0;
}
