/*
 * Semaphore operations that are over at once, that wait 40 ms and that wait 350 ms, by semop() and by semtimedop(), as
 * system calls of their own. Decoys: semctl(), POSIX semaphores (futex) and System V messages that are waited for.
 */
#include "../named-processes.h"
#include <pthread.h>
#include <semaphore.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <time.h>

enum { quick_calls = 60 };

static int set;

static void nap(int milliseconds) {
  struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  nanosleep(&time, NULL);
}

static void change(int number, int amount, int timed) {
  struct sembuf operation = {number, amount, 0};
  struct timespec limit = {9, 0};
  long result = timed ? syscall(SYS_semtimedop, set, &operation, 1, &limit) : syscall(SYS_semop, set, &operation, 1);
  if (result) die("semop");
}

static long long microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

/* Takes a semaphore that another process gives after a while. */
static void waits(const char *kind, int number, int times, int milliseconds, int timed) {
  long long shortest = 1LL << 40, longest = 0;
  pid_t giver = fork();
  if (giver == 0) {
    for (int i = 0; i < times; i++) {
      nap(milliseconds);
      change(number, 1, timed);
      nap(5);
    }
    _exit(0);
  }
  for (int i = 0; i < times; i++) {
    long long start = microseconds();
    change(number, -1, timed);
    long long took = microseconds() - start;
    if (took > longest) longest = took;
    if (took < shortest) shortest = took;
  }
  if (actors_ended()) die("the giver");
  fact("waits", "kind=%s count=%d shortest=%lld longest=%lld quick=%d", kind, times, shortest, longest, times);
}

static void quick(int timed) {
  for (int i = 0; i < quick_calls / 2; i++) {
    change(4, 1, timed);
    change(4, -1, timed);
  }
  fact("quick", "count=%d", quick_calls);
}

static void *give_later(void *semaphore) {
  nap(700);
  sem_post(semaphore);
  return NULL;
}

static void other_waits(void) {
  struct { long type; char text[8]; } message = {1, "ken"};
  sem_t semaphore;
  pthread_t thread;
  int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
  for (int i = 0; i < 40; i++)
    if (semctl(set, 0, GETVAL) < 0) die("semctl");
  sem_init(&semaphore, 0, 0);
  if (pthread_create(&thread, NULL, give_later, &semaphore)) die("pthread_create");
  if (sem_wait(&semaphore)) die("sem_wait");
  pthread_join(thread, NULL);
  if (fork() == 0) {
    nap(700);
    if (msgsnd(queue, &message, sizeof message.text, 0)) die("msgsnd");
    _exit(0);
  }
  if (msgrcv(queue, &message, sizeof message.text, 0, 0) < 0) die("msgrcv");
  if (actors_ended()) die("the sender");
  msgctl(queue, IPC_RMID, NULL);
  fact("decoy", "milliseconds=700");
}

static void runs_out(void) {
  struct sembuf operation = {5, -1, 0};
  struct timespec limit = {0, 100000000};
  if (syscall(SYS_semtimedop, set, &operation, 1, &limit) == 0 || errno != EAGAIN) die("semtimedop");
}

int main(void) {
  set = semget(IPC_PRIVATE, 6, IPC_CREAT | 0600);
  if (set < 0) die("semget");
  quick(0);
  quick(1);
  waits("plain", 0, 7, 40, 0);
  waits("timed", 1, 11, 40, 1);
  waits("long-plain", 2, 3, 350, 0);
  waits("long-timed", 3, 2, 350, 1);
  other_waits();
  runs_out();
  semctl(set, 0, IPC_RMID);
  return 0;
}
