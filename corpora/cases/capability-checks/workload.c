/*
 * Capability checks that the kernel must make: by root (granted) and by an ordinary user (denied), through capable()
 * and through ns_capable(), each capability a known number of times. Decoys: a process that reads capability sets
 * (capget, prctl) and makes other permission questions, none of which is a check.
 */
#include "../workload.h"
#include <linux/capability.h>
#include <sys/io.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>

struct check {
  int capability;
  const char *name;
  int times;
  long (*provoke)(void);
};

static long change_root(void) { return syscall(SYS_chroot, "/"); }
static long set_no_time(void) { return syscall(SYS_settimeofday, 0, 0); }
static long log_size(void) { return syscall(SYS_syslog, 9, 0, 0); }
static long remove_no_module(void) { return syscall(SYS_delete_module, "ken_no_module", 0); }
static long hang_up(void) { return syscall(SYS_vhangup); }
static long reboot_without_magic(void) { return syscall(SYS_reboot, 1, 2, 3, 0); }
static long alarm_timer(void) { return timerfd_create(CLOCK_BOOTTIME_ALARM, 0); }
static long port_access(void) { return iopl(3); }

static const struct check granted[] = {
    {CAP_SYS_CHROOT, "SYS_CHROOT", 13, change_root}, /* ns_capable() */
    {CAP_SYS_TIME, "SYS_TIME", 11, set_no_time},     /* capable() */
    {CAP_SYSLOG, "SYSLOG", 15, log_size},
    {CAP_SYS_MODULE, "SYS_MODULE", 12, remove_no_module},
};

static const struct check denied[] = {
    {CAP_SYS_TTY_CONFIG, "SYS_TTY_CONFIG", 14, hang_up}, /* capable() */
    {CAP_SYS_BOOT, "SYS_BOOT", 9, reboot_without_magic}, /* ns_capable() */
    {CAP_WAKE_ALARM, "WAKE_ALARM", 10, alarm_timer},
    {CAP_SYS_RAWIO, "SYS_RAWIO", 8, port_access},
};

/* Also reports how often the kernel refused with EPERM, so that the oracle knows what was decided. */
static void provoke(const char *process, const struct check *checks, int count) {
  set_process_name(process);
  for (int index = 0; index < count; index++) {
    int refused = 0;
    for (int time = 0; time < checks[index].times; time++)
      if (checks[index].provoke() < 0 && errno == EPERM) refused++;
    fact("check", "pid=%d process=%s capability=%d name=%s times=%d refused=%d", getpid(), process,
         checks[index].capability, checks[index].name, checks[index].times, refused);
  }
}

static void root_process(void) {
  provoke("kencapyes", granted, sizeof granted / sizeof *granted);
}

static void user_process(void) {
  if (setuid(4321)) die("setuid");
  provoke("kencapno", denied, sizeof denied / sizeof *denied);
}

static void decoy_process(void) {
  set_process_name("kencapdecoy");
  int times = 0;
  for (int round = 0; round < 60; round++) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data)) die("capget");
    if (prctl(PR_CAPBSET_READ, CAP_SYS_CHROOT, 0, 0, 0) < 0) die("prctl");
    if (access("/", 4)) die("access");
    syscall(SYS_getuid);
    syscall(SYS_kill, getpid(), 0);
    times += 5;
  }
  fact("decoy", "pid=%d times=%d", getpid(), times);
}

static void in_child(int id, void (*body)(void)) {
  int status;
  next_process_id(id);
  pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    setsid();
    body();
    _exit(0);
  }
  if (waitpid(child, &status, 0) < 0) die("waitpid");
  if (status != 0) die("a child failed");
}

int main(void) {
  in_child(24107, decoy_process);
  in_child(24203, root_process);
  in_child(24317, user_process);
  fact("done", "pid=%d", getpid());
  return 0;
}
