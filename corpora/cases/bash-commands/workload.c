/*
 * Two interactive shells, each on a terminal of its own, one after another. Commands are typed as a user types them, the
 * next when the prompt is back; each is this very program, which ends with an exit code that its name tells. A decoy is
 * run without a shell.
 */
#include "../workload.h"
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

static const char *prompt = "ken-ready> ";

struct command {
  const char *word;
  int code;
};

static const struct command commands[] = {{"ken-alder", 83}, {"ken-poplar", 117}, {"ken-willow", 101}};
static const struct command decoy = {"ken-thistle", 229};

/* `kenbash leave WORD`: what the shell is told to run. Appends its word and process id to a file. */
static int leave(const char *word) {
  char line[64];
  int code = strcmp(word, decoy.word) == 0 ? decoy.code : 0;
  for (int index = 0; index < 3; index++)
    if (strcmp(word, commands[index].word) == 0) code = commands[index].code;
  int length = snprintf(line, sizeof line, "%s %d\n", word, getpid());
  int file = open("/tmp/ken-left", O_WRONLY | O_CREAT | O_APPEND, 0644);
  if (file < 0 || write(file, line, length) != length) die("/tmp/ken-left");
  return code;
}

static int process_of(const char *word) {
  char line[64], name[32];
  int pid = 0, found = 0;
  FILE *file = fopen("/tmp/ken-left", "r");
  while (file && fgets(line, sizeof line, file))
    if (sscanf(line, "%31s %d", name, &pid) == 2 && strcmp(name, word) == 0) found = pid;
  if (file) fclose(file);
  return found;
}

/* Reads what the shell shows until its prompt is back. */
static void await_prompt(int terminal) {
  char shown[8192];
  size_t length = 0;
  for (;;) {
    struct pollfd readable = {terminal, POLLIN, 0};
    if (poll(&readable, 1, 20000) != 1) die("the shell shows no prompt");
    ssize_t more = read(terminal, shown + length, sizeof shown - 1 - length);
    if (more <= 0) die("the shell ended");
    length += more;
    shown[length] = 0;
    if (length >= strlen(prompt) && strcmp(shown + length - strlen(prompt), prompt) == 0) return;
    if (length > sizeof shown / 2) length = 0;
  }
}

static void type_text(int terminal, const char *text) {
  if (write(terminal, text, strlen(text)) != (ssize_t)strlen(text)) die("write to the terminal");
}

static pid_t start_shell(int id, int *terminal) {
  *terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (*terminal < 0 || grantpt(*terminal) || unlockpt(*terminal)) die("posix_openpt");
  const char *name = ptsname(*terminal);
  next_process_id(id);
  pid_t shell = fork();
  if (shell < 0) die("fork");
  if (shell > 0) return shell;
  setsid();
  int own = open(name, O_RDWR);
  if (own < 0 || ioctl(own, TIOCSCTTY, 0)) die("terminal");
  for (int descriptor = 0; descriptor < 3; descriptor++) dup2(own, descriptor);
  char *arguments[] = {"bash", "--norc", "--noprofile", "-i", NULL};
  char *environment[] = {"PS1=ken-ready> ", "TERM=dumb", "PATH=/usr/bin:/bin", "HOME=/", "INPUTRC=/dev/null", NULL};
  execve("/bin/bash", arguments, environment);
  die("/bin/bash");
}

static void session(int id, int first, int count) {
  int terminal, status;
  pid_t shell = start_shell(id, &terminal);
  await_prompt(terminal);
  for (int index = first; index < first + count; index++) {
    char line[80];
    snprintf(line, sizeof line, "/job/kenbash leave %s\n", commands[index].word);
    type_text(terminal, line);
    await_prompt(terminal);
    usleep(20000);
    fact("entered", "shell=%d word=%s child=%d code=%d", shell, commands[index].word, process_of(commands[index].word),
         commands[index].code);
  }
  type_text(terminal, "exit\n");
  char rest[256];
  while (read(terminal, rest, sizeof rest) > 0) continue;
  waitpid(shell, &status, 0);
}

static void without_shell(void) {
  int status;
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    execl("/job/kenbash", "kenbash", "leave", decoy.word, NULL);
    die("/job/kenbash");
  }
  if (waitpid(child, &status, 0) != child || WEXITSTATUS(status) != decoy.code) die("decoy");
  fact("decoy", "word=%s child=%d code=%d", decoy.word, child, decoy.code);
}

int main(int count, char **arguments) {
  if (count == 3) return leave(arguments[2]);
  session(21139, 0, 2);
  without_shell();
  session(22153, 2, 1);
  return 0;
}
