/*
 * A timer's signal interrupts long sleeps by nanosleep() and clock_nanosleep(), of a process and of a thread. Decoys:
 * sleeps that run to their end, calls with a wrong argument, poll() and pause() that a signal interrupts.
 */
#include "../in-child.h"
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

static void receive(int signal) { (void)signal; }

/* A signal comes in 8 milliseconds. */
static void expect_signal(void) {
  struct sigaction action = {.sa_handler = receive};
  struct itimerval soon = {{0, 0}, {0, 8000}};
  if (sigaction(SIGALRM, &action, NULL) || setitimer(ITIMER_REAL, &soon, NULL)) die("setitimer");
}

static void interrupted(const char *call, int times, struct timespec wanted) {
  fact("interrupted", "call=%s pid=%d times=%d seconds=%ld nanoseconds=%ld", call, getpid(), times, wanted.tv_sec,
       wanted.tv_nsec);
}

static void by_nanosleep(void) {
  struct timespec wanted = {7, 531000000};
  for (int times = 0; times < 5; times++) {
    expect_signal();
    if (syscall(SYS_nanosleep, &wanted, NULL) == 0 || errno != EINTR) die("nanosleep was not interrupted");
  }
  interrupted("nanosleep", 5, wanted);
}

static void by_clock_nanosleep(void) {
  struct timespec wanted = {0, 947000000};
  for (int times = 0; times < 3; times++) {
    expect_signal();
    if (syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &wanted, NULL) == 0 || errno != EINTR)
      die("clock_nanosleep was not interrupted");
  }
  interrupted("clock_nanosleep", 3, wanted);
}

static void *sleep_in_thread(void *unused) {
  struct timespec wanted = {19, 263000000};
  for (int times = 0; times < 4; times++) {
    expect_signal(); /* the main thread blocks it */
    if (syscall(SYS_clock_nanosleep, CLOCK_REALTIME, 0, &wanted, NULL) == 0 || errno != EINTR)
      die("the thread's sleep was not interrupted");
  }
  interrupted("thread", 4, wanted);
  return unused;
}

static void in_thread(void) {
  pthread_t thread;
  sigset_t alarm_only;
  next_process_id(24377);
  if (pthread_create(&thread, NULL, sleep_in_thread, NULL)) die("pthread_create");
  sigemptyset(&alarm_only);
  sigaddset(&alarm_only, SIGALRM);
  pthread_sigmask(SIG_BLOCK, &alarm_only, NULL);
  pthread_join(thread, NULL);
}

static void decoy(const char *name) { fact("decoy", "name=%s pid=%d", name, getpid()); }

static void sleep_soundly(void) {
  struct timespec wanted = {0, 6100000};
  for (int times = 0; times < 6; times++)
    if (syscall(SYS_nanosleep, &wanted, NULL) || syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &wanted, NULL))
      die("nanosleep");
  decoy("sound-sleeper");
}

static void sleep_wrongly(void) {
  struct timespec wrong = {3, 1999999999};
  for (int times = 0; times < 6; times++)
    if (syscall(SYS_nanosleep, &wrong, NULL) == 0 || syscall(SYS_clock_nanosleep, 99, 0, &wrong, NULL) == 0)
      die("a wrong sleep succeeded");
  decoy("wrong-sleeper");
}

static void wait_otherwise(void) {
  for (int times = 0; times < 6; times++) {
    expect_signal();
    if (poll(NULL, 0, 4713) != -1 || errno != EINTR) die("poll was not interrupted");
    expect_signal();
    pause();
  }
  decoy("other-waiter");
}

int main(void) {
  in_child(24113, "nap-plain", by_nanosleep);
  in_child(24217, "nap-clock", by_clock_nanosleep);
  in_child(24359, "nap-thread", in_thread);
  in_child(24431, "sound-sleeper", sleep_soundly);
  in_child(24547, "wrong-sleeper", sleep_wrongly);
  in_child(24659, "other-waiter", wait_otherwise);
  return 0;
}
