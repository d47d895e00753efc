/*
 * Processes set lists of groups of different lengths, one of them an empty list. Decoys: refused calls, getgroups(), and
 * changes of user and group ids.
 */
#include "../in-child.h"
#include <grp.h>
#include <sys/syscall.h>

static void set_groups(int size, gid_t first) {
  gid_t list[40];
  for (int index = 0; index < size; index++) list[index] = first + 3 * index; /* ascending: the kernel sorts them */
  if (syscall(SYS_setgroups, size, list)) die("setgroups");
}

static void set_once(void) {
  set_groups(17, 51407);
  fact("set", "pid=%d size=17 first=51407 times=1", getpid());
}

static void set_often(void) {
  for (int times = 0; times < 3; times++) set_groups(29, 70123);
  fact("set", "pid=%d size=29 first=70123 times=3", getpid());
}

static void set_other_user(void) {
  if (setresuid(4321, 0, 0)) die("setresuid");
  set_groups(38, 1000003);
  fact("set", "pid=%d size=38 first=1000003 times=1", getpid());
}

static void drop_all(void) {
  set_groups(0, 0);
  fact("dropped", "pid=%d", getpid());
}

static void be_refused(void) {
  gid_t list[2] = {1, 2};
  if (setresuid(4321, 4321, 4321)) die("setresuid");
  for (int times = 0; times < 3; times++)
    if (syscall(SYS_setgroups, 2, list) == 0 || errno != EPERM) die("setgroups was not refused");
  fact("decoy", "name=groups-refused pid=%d", getpid());
}

static void ask_too_much(void) {
  static gid_t list[70000];
  if (syscall(SYS_setgroups, 70000, list) == 0 || errno != EINVAL) die("too many groups were set");
  fact("decoy", "name=groups-too-many pid=%d", getpid());
}

static void only_read(void) {
  gid_t list[64];
  for (int times = 0; times < 5; times++)
    if (getgroups(64, list) < 0) die("getgroups");
  fact("decoy", "name=groups-reader pid=%d", getpid());
}

static void change_ids(void) {
  if (setgid(4321) || setregid(4321, 4321) || setresgid(4321, 4321, 4321) || setuid(4321)) die("setgid");
  fact("decoy", "name=groups-ids pid=%d", getpid());
}

int main(void) {
  in_child(24113, "groups-once", set_once);
  in_child(24217, "groups-often", set_often);
  in_child(24329, "groups-user", set_other_user);
  in_child(24431, "groups-none", drop_all);
  in_child(24547, "groups-refused", be_refused);
  in_child(24659, "groups-too-many", ask_too_much);
  in_child(24763, "groups-reader", only_read);
  in_child(24877, "groups-ids", change_ids);
  return 0;
}
