/*
 * One process blocks SIGUSR1 and SIGUSR2 for some time while others send them to it. Meanwhile another one sends SIGUSR1 to
 * itself and takes it at once. A third takes a real-time signal at once. SIGWINCH is sent and ignored.
 */
#include "../in-child.h"
#include <signal.h>

enum { rt_signal = 45 }; /* SIGRTMIN is 34 in the C library */

static int go[2], done[2];
static volatile sig_atomic_t received;

static void receive(int signal) {
  (void)signal;
  received++;
}

static void prepare(int signal) {
  struct sigaction action = {.sa_handler = receive};
  if (sigaction(signal, &action, NULL)) die("sigaction");
}

static void mask(int how, int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  if (sigprocmask(how, &set, NULL)) die("sigprocmask");
}

static void send(int signal) {
  if (kill(getpid(), signal)) die("kill");
}

static void send_from_child(int signal) {
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) _exit(kill(getppid(), signal) ? 1 : 0);
  end_of_child(child);
}

/* The byte makes the other process act while the signal is still pending. */
static void take_late(int signal, int times, int milliseconds) {
  prepare(signal);
  received = 0;
  for (int index = 0; index < times; index++) {
    char byte = 'x';
    mask(SIG_BLOCK, signal);
    send_from_child(signal);
    usleep(milliseconds * 1000);
    if (signal == SIGUSR1 && (write(go[1], &byte, 1) != 1 || read(done[0], &byte, 1) != 1)) die("the other process");
    mask(SIG_UNBLOCK, signal);
  }
  if (received != times) die("a signal was lost");
  fact("delays", "signal=%d times=%d milliseconds=%d", signal, times, milliseconds);
}

static void take_at_once(int signal, int times) {
  prepare(signal);
  received = 0;
  for (int index = 0; index < times; index++) send(signal);
  if (received != times) die("a signal was lost");
  fact("delays", "signal=%d times=%d milliseconds=0", signal, times);
}

static void block_and_take(void) {
  take_late(SIGUSR1, 7, 45);
  close(go[1]);
  take_late(SIGUSR2, 5, 190);
}

static void answer(void) {
  char byte;
  int times = 0;
  close(go[1]);
  prepare(SIGUSR1);
  while (read(go[0], &byte, 1) == 1) {
    send(SIGUSR1);
    times++;
    if (write(done[1], &byte, 1) != 1) die("write");
  }
  fact("delays", "signal=%d times=%d milliseconds=0", SIGUSR1, times);
}

static void real_time(void) { take_at_once(rt_signal, 11); }

static void be_ignored(void) {
  for (int times = 0; times < 9; times++) send(SIGWINCH);
  fact("ignored", "signal=%d", SIGWINCH);
}

int main(void) {
  if (pipe(go) || pipe(done)) die("pipe");
  pid_t other = start_child(24217, "signal-answer", answer);
  pid_t late = start_child(24113, "signal-late", block_and_take);
  close(go[1]);
  end_of_child(late);
  end_of_child(other);
  in_child(24329, "signal-rt", real_time);
  in_child(24431, "signal-ignored", be_ignored);
  return 0;
}
