/*
 * Signals that kill() sends, from senders with a process id, a name and a signal of their own; some are ignored by the
 * target, some end it. Other processes send signals in every other way: none of those may be reported.
 */
#include "../workload.h"
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>

static pid_t victim, sleeper, group, bystander;
static int the_end[2]; /* readable when the sleeping processes may go */

static void to_a_process(void);
static void to_a_group(void);
static void to_itself(void);
static void from_a_thread(void);
static void *second_thread(void *unused);
static void send_and_report(pid_t target, int signal_number, int times);
static void by_tgkill(void);
static void by_tkill(void);
static void by_sigqueue(void);
static void by_pidfd(void);
static void by_timer(void);
static void by_broken_pipe(void);
static void report_decoy(const char *how, int signal_number, int result);
static pid_t start(const char *name, int id, void (*actor)(void));
static void run(const char *name, int id, void (*actor)(void));
static void sleep_and_ignore(void);
static void sleep_and_catch(void);
static void sleep_until_killed(void);
static void wait_for_the_end(void);
static void caught(int signal_number);

int main(void) {
  if (pipe(the_end) != 0) die("pipe");
  victim = start("kenvictim", 21431, sleep_and_ignore);
  sleeper = start("kensleeper", 21577, sleep_until_killed);
  group = start("kengroup", 21713, sleep_and_ignore);
  bystander = start("kenbystander", 21839, sleep_and_catch);
  if (setpgid(group, group) != 0) die("setpgid");
  usleep(50000);
  run("kentgkill", 24107, by_tgkill);
  run("kensender", 23011, to_a_process);
  run("kentkill", 24203, by_tkill);
  run("kenleader", 23117, to_a_group);
  run("kenqueue", 24317, by_sigqueue);
  run("kenself", 23227, to_itself);
  run("kenpidfd", 24419, by_pidfd);
  run("kenworker", 23339, from_a_thread);
  run("kentimer", 24527, by_timer);
  run("kenpipe", 24631, by_broken_pipe);
  int status = 0;
  if (waitpid(sleeper, &status, 0) != sleeper) die("waitpid");
  fact("ended", "pid=%d signal=%d", sleeper, WTERMSIG(status));
  fact("done", "pid=%d", getpid());
  /* Not by kill(): that would be an event that nobody asked for. */
  close(the_end[1]);
  while (wait(NULL) > 0) continue;
  return 0;
}

static void to_a_process(void) {
  send_and_report(victim, SIGUSR2, 1);
  send_and_report(victim, 47, 3);
  send_and_report(sleeper, SIGTERM, 1); /* ignored by it */
  send_and_report(sleeper, SIGKILL, 1);
}

static void to_a_group(void) { send_and_report(-group, SIGWINCH, 2); }

static void to_itself(void) {
  signal(SIGXCPU, SIG_IGN);
  send_and_report(getpid(), SIGXCPU, 1);
}

static void from_a_thread(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, second_thread, NULL) != 0) die("pthread_create");
  pthread_join(thread, NULL);
}

static void *second_thread(void *unused) {
  send_and_report(victim, 53, 1);
  return unused;
}

static void send_and_report(pid_t target, int signal_number, int times) {
  char name[16] = "";
  prctl(PR_GET_NAME, name, 0, 0, 0);
  for (int number = 0; number < times; number++) {
    if (kill(target, signal_number) != 0) die("kill");
  }
  fact("kill", "sender=%d thread=%d name=%s target=%d signal=%d times=%d", getpid(), gettid(), name, target,
       signal_number, times);
}

static void by_tgkill(void) { report_decoy("tgkill", 41, syscall(SYS_tgkill, bystander, bystander, 41)); }

static void by_tkill(void) { report_decoy("tkill", 42, syscall(SYS_tkill, bystander, 42)); }

static void by_sigqueue(void) {
  union sigval value = {.sival_int = 7};
  report_decoy("sigqueue", 43, sigqueue(bystander, 43, value));
}

static void by_pidfd(void) {
  int descriptor = syscall(SYS_pidfd_open, bystander, 0);
  report_decoy("pidfd", 45, syscall(SYS_pidfd_send_signal, descriptor, 45, NULL, 0));
}

static void by_timer(void) {
  struct itimerval soon = {.it_value = {.tv_usec = 1000}};
  signal(SIGALRM, caught);
  int result = setitimer(ITIMER_REAL, &soon, NULL);
  usleep(20000);
  report_decoy("timer", SIGALRM, result);
}

static void by_broken_pipe(void) {
  int ends[2];
  signal(SIGPIPE, caught);
  if (pipe(ends) != 0) die("pipe");
  close(ends[0]);
  report_decoy("pipe", SIGPIPE, write(ends[1], "x", 1) == -1 && errno == EPIPE ? 0 : -1);
}

static void report_decoy(const char *how, int signal_number, int result) {
  if (result != 0) die(how);
  char name[16] = "";
  prctl(PR_GET_NAME, name, 0, 0, 0);
  fact("decoy", "how=%s sender=%d name=%s signal=%d", how, getpid(), name, signal_number);
}

static pid_t start(const char *name, int id, void (*actor)(void)) {
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    set_process_name(name);
    actor();
    _exit(0);
  }
  fact("process", "pid=%d name=%s", child, name);
  return child;
}

static void run(const char *name, int id, void (*actor)(void)) {
  int status = 0;
  pid_t child = start(name, id, actor);
  if (waitpid(child, &status, 0) != child || status != 0) die(name);
}

static void sleep_and_ignore(void) {
  for (int number = 1; number < 65; number++) signal(number, SIG_IGN);
  wait_for_the_end();
}

static void sleep_and_catch(void) {
  for (int number = 1; number < 65; number++) signal(number, caught);
  wait_for_the_end();
}

static void sleep_until_killed(void) {
  signal(SIGTERM, SIG_IGN);
  wait_for_the_end();
}

static void wait_for_the_end(void) {
  char nothing;
  close(the_end[1]);
  while (read(the_end[0], &nothing, 1) == -1 && errno == EINTR) continue;
}

static void caught(int signal_number) { (void)signal_number; }
