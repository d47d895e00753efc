/*
 * One process attaches to another with PTRACE_ATTACH and lets go, three times; a second seizes two others. Decoys: a child
 * that asks to be traced, refused attempts (no such process, no permission), and other requests.
 */
#include "../in-child.h"
#include <signal.h>
#include <sys/ptrace.h>

static pid_t attached, seized[2];

static void must(const char *what, long result) {
  if (result != 0) die(what);
}

static void attach(void) {
  for (int times = 0; times < 3; times++) {
    must("attach", ptrace(PTRACE_ATTACH, attached, 0, 0));
    if (waitpid(attached, NULL, __WALL) != attached) die("waitpid");
    must("detach", ptrace(PTRACE_DETACH, attached, 0, 0));
  }
  fact("attach", "tracer=%d traced=%d times=3", getpid(), attached);
}

static void seize(void) {
  for (int index = 0; index < 2; index++) {
    must("seize", ptrace(PTRACE_SEIZE, seized[index], 0, 0));
    fact("attach", "tracer=%d traced=%d times=1", getpid(), seized[index]);
  }
  must("interrupt", ptrace(PTRACE_INTERRUPT, seized[0], 0, 0));
  if (waitpid(seized[0], NULL, __WALL) != seized[0]) die("waitpid");
  must("detach", ptrace(PTRACE_DETACH, seized[0], 0, 0));
}

static void be_traced(void) {
  must("traceme", ptrace(PTRACE_TRACEME, 0, 0, 0));
  raise(SIGSTOP);
}

static void trace_child(void) {
  int status;
  pid_t child = start_child(24547, "ptrace-asked", be_traced);
  if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) die("the child did not stop");
  must("setoptions", ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_TRACESYSGOOD));
  must("continue", ptrace(PTRACE_CONT, child, 0, 0));
  end_of_child(child);
  fact("decoy", "name=ptrace-parent pid=%d", getpid());
  fact("decoy", "name=ptrace-asked pid=%d", child);
}

static void be_refused(void) {
  if (ptrace(PTRACE_ATTACH, 31999, 0, 0) == 0) die("attached to nobody");
  if (setuid(4321)) die("setuid");
  for (int times = 0; times < 3; times++) {
    if (ptrace(PTRACE_ATTACH, attached, 0, 0) == 0 || errno != EPERM) die("attached without permission");
    if (ptrace(PTRACE_SEIZE, seized[0], 0, 0) == 0 || errno != EPERM) die("seized without permission");
  }
  fact("decoy", "name=ptrace-refused pid=%d", getpid());
}

static void stay(void) {
  for (;;) pause();
}

static void stop(pid_t child) {
  if (kill(child, SIGKILL) || waitpid(child, NULL, 0) != child) die("a process was gone");
}

int main(void) {
  attached = start_child(24113, "ptrace-target", stay);
  seized[0] = start_child(24217, "seize-target", stay);
  seized[1] = start_child(24229, "seize-target", stay);
  in_child(24329, "ptrace-attach", attach);
  in_child(24377, "ptrace-seize", seize);
  in_child(24431, "ptrace-parent", trace_child);
  in_child(24659, "ptrace-refused", be_refused);
  stop(attached);
  stop(seized[0]);
  stop(seized[1]);
  return 0;
}
