/*
 * Steps of the program break, upwards, downwards and refused ones, by two processes. Each asks for its break first, as
 * every program does at its start. Decoys: a process that maps and unmaps memory, and one that asks for its break only.
 */
#include "../in-child.h"
#include <sys/mman.h>
#include <sys/syscall.h>

static unsigned long move_to(unsigned long wanted) { return syscall(SYS_brk, wanted); }

static unsigned long step(unsigned long from, long bytes) {
  unsigned long now = move_to(from + bytes);
  if (now != from + bytes) die("brk");
  return now;
}

static void refused(unsigned long now) {
  if (move_to(now + (1UL << 46)) != now || move_to(4096) != now) die("an impossible break");
}

static void up_and_down(void) {
  unsigned long begin = move_to(0), now = begin;
  now = step(now, 1000003);
  now = step(now, 500009);
  refused(now);
  now = step(now, -300007);
  now = step(now, 70001);
  move_to(0);
  fact("heap", "pid=%d net=%ld upwards=%d steps=4", getpid(), (long)(now - begin), 1000003 + 500009 + 70001);
}

static void up(void) {
  unsigned long begin = move_to(0), now = begin;
  for (int i = 0; i < 7; i++) now = step(now, 20011);
  now = step(now, -5003);
  fact("heap", "pid=%d net=%ld upwards=%d steps=8", getpid(), (long)(now - begin), 7 * 20011);
}

static void mapper(void) {
  char *memory = mmap(NULL, 2002944, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED || munmap(memory + 999424, 1003520)) die("mmap");
  fact("mapper", "pid=%d mapped=%d kept=%d", getpid(), 2002944, 999424);
}

static void asker(void) {
  for (int i = 0; i < 5; i++) move_to(0);
  fact("asker", "pid=%d", getpid());
}

int main(void) {
  step(move_to(0), 300000); /* the children do not begin with an empty heap */
  in_child(14013, "ken-updown", up_and_down);
  in_child(14117, "ken-mapper", mapper);
  in_child(14219, "ken-up", up);
  in_child(14321, "ken-asker", asker);
  return 0;
}
