/*
 * One process moves itself between two CPUs, another one is moved while it sleeps and wakes up elsewhere. Decoys stay on
 * their CPU: one is switched in and out very often, one changes its set of CPUs all the time without having to move.
 */
#include "../in-child.h"
#include <sched.h>
#include <time.h>

enum { own_moves = 41, foreign_moves = 27, naps = 400, changed_sets = 83 };

static int to_sleeper[2], from_sleeper[2];

static void use_cpus(pid_t process, int first, int second) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(first, &set);
  CPU_SET(second, &set);
  if (sched_setaffinity(process, sizeof set, &set)) die("sched_setaffinity");
}

static void use_cpu(pid_t process, int cpu) { use_cpus(process, cpu, cpu); }

static void must_be_on(int cpu) {
  if (sched_getcpu() != cpu) die("the process is on another CPU");
}

static void move_myself(void) {
  for (int move = 1; move <= own_moves; move++) {
    use_cpu(0, move % 2);
    must_be_on(move % 2);
  }
}

static void sleep_and_wake(void) {
  char cpu;
  close(to_sleeper[1]);
  while (read(to_sleeper[0], &cpu, 1) == 1) {
    must_be_on(cpu);
    if (write(from_sleeper[1], &cpu, 1) != 1) die("write");
  }
}

static void nap(void) {
  struct timespec moment = {0, 20000};
  for (int index = 0; index < naps; index++) nanosleep(&moment, NULL);
}

static void change_sets(void) {
  for (int index = 0; index < changed_sets; index++) {
    use_cpus(0, 0, 1);
    use_cpu(0, 0);
    must_be_on(0);
  }
}

static void move_sleeper(pid_t sleeper) {
  for (int move = 1; move <= foreign_moves; move++) {
    char cpu = move % 2;
    usleep(1000); /* it is asleep again */
    use_cpu(sleeper, cpu);
    if (write(to_sleeper[1], &cpu, 1) != 1 || read(from_sleeper[0], &cpu, 1) != 1) die("the sleeper does not answer");
  }
}

int main(void) {
  if (pipe(to_sleeper) || pipe(from_sleeper)) die("pipe");
  use_cpu(0, 0); /* inherited by all children */
  pid_t sleeper = start_child(24217, "ken-moved", sleep_and_wake);
  close(to_sleeper[0]);
  fact("moves", "name=ken-moved pid=%d count=%d", sleeper, foreign_moves);
  move_sleeper(sleeper);
  close(to_sleeper[1]);
  end_of_child(sleeper);
  pid_t mover = start_child(24113, "ken-mover", move_myself);
  fact("moves", "name=ken-mover pid=%d count=%d", mover, own_moves);
  end_of_child(mover);
  pid_t napper = start_child(24329, "ken-napper", nap);
  fact("decoy", "name=ken-napper pid=%d", napper);
  end_of_child(napper);
  pid_t changer = start_child(24457, "ken-changer", change_sets);
  fact("decoy", "name=ken-changer pid=%d", changer);
  end_of_child(changer);
  return 0;
}
