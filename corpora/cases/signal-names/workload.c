/*
 * Processes that each get one kind of signal and catch it (all but SIGKILL): sent by another process in several ways, by
 * a timer, and by the kernel. One more process installs handlers and blocks signals, and gets none.
 */
#include "../workload.h"
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>

static int ready[2];

static void leave(int signal_number) {
  (void)signal_number;
  _exit(0);
}

static void catch_all(void) {
  for (int number = 1; number < 32; number++) signal(number, leave);
}

/* Starts a process that runs `act` and otherwise waits for its signal; returns when it is ready. */
static pid_t start(const char *name, int id, void (*act)(void)) {
  char byte = 'r';
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    set_process_name(name);
    catch_all();
    if (write(ready[1], &byte, 1) != 1) die("write");
    if (act) act();
    for (;;) pause();
  }
  if (read(ready[0], &byte, 1) != 1) die("read");
  return child;
}

static void finish(pid_t child, int signal_number, const char *how) {
  int status;
  if (waitpid(child, &status, 0) != child) die("waitpid");
  int by_itself = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  int killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  if (!(signal_number == SIGKILL ? killed : by_itself)) die(how);
  fact("signal", "number=%d pid=%d how=%s", signal_number, child, how);
}

enum way { by_kill, by_tgkill, by_sigqueue };

static void post(const char *name, int id, int signal_number, enum way way) {
  pid_t target = start(name, id, NULL);
  next_process_id(id + 501);
  pid_t sender = fork();
  if (sender < 0) die("fork");
  if (sender == 0) {
    union sigval value = {.sival_int = 7};
    set_process_name("kenpost");
    usleep(3000);
    int failed = way == by_kill     ? kill(target, signal_number)
                 : way == by_tgkill ? (int)syscall(SYS_tgkill, target, target, signal_number)
                                    : sigqueue(target, signal_number, value);
    _exit(failed ? 1 : 0);
  }
  int status;
  if (waitpid(sender, &status, 0) != sender || status != 0) die("sender");
  finish(target, signal_number, way == by_kill ? "kill" : way == by_tgkill ? "tgkill" : "sigqueue");
}

static void alarm_soon(void) {
  struct itimerval soon = {.it_value = {.tv_usec = 4000}};
  if (setitimer(ITIMER_REAL, &soon, NULL)) die("setitimer");
}

static void bad_access(void) {
  volatile char *page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  *page = 1;
}

static void broken_pipe(void) {
  int ends[2];
  if (pipe(ends)) die("pipe");
  close(ends[0]);
  if (write(ends[1], "x", 1) == 1) die("write");
}

static void only_handlers(void) {
  sigset_t some;
  sigemptyset(&some);
  sigaddset(&some, SIGTERM);
  for (int times = 0; times < 20; times++) {
    sigprocmask(SIG_BLOCK, &some, NULL);
    signal(SIGUSR1, leave);
    sigprocmask(SIG_UNBLOCK, &some, NULL);
  }
  fact("decoy", "pid=%d", getpid());
  _exit(0);
}

int main(void) {
  if (pipe(ready)) die("pipe");
  signal(SIGCHLD, SIG_DFL);
  post("ken-ash", 21107, SIGHUP, by_kill);
  post("ken-birch", 22115, SIGINT, by_kill);
  post("ken-cedar", 23131, SIGQUIT, by_tgkill);
  post("ken-elm", 24137, SIGUSR1, by_sigqueue);
  post("ken-fir", 25147, SIGUSR2, by_kill);
  post("ken-hazel", 26153, SIGTERM, by_kill);
  post("ken-larch", 27163, SIGKILL, by_kill);
  finish(start("ken-maple", 28181, alarm_soon), SIGALRM, "timer");
  finish(start("ken-oak", 29191, bad_access), SIGSEGV, "kernel");
  finish(start("ken-pine", 30203, broken_pipe), SIGPIPE, "kernel");
  int status;
  if (waitpid(start("ken-rowan", 31219, only_handlers), &status, 0) < 0 || status != 0) die("decoy");
  return 0;
}
