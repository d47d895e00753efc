#define _GNU_SOURCE
#include "agent.h"
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Processes that were started while the template was made and wait in front of opening their program: a clone need not
 * load and link the tracer again. They are held with ptrace, which leaves nothing behind when it lets go.
 */
static struct {
    char *command;
    pid_t pid;
} held[4];

static bool opens(pid_t pid, const char *path) {
    struct __ptrace_syscall_info info;
    char name[256] = "";
    if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) <= 0) return false;
    if (info.op != PTRACE_SYSCALL_INFO_ENTRY) return false;
    if (info.entry.nr != SYS_openat && info.entry.nr != SYS_open) return false;
    uintptr_t address = (uintptr_t)info.entry.args[info.entry.nr == SYS_openat ? 1 : 0];
    size_t length = strlen(path) + 1;
    struct iovec here = {name, length}, there = {(void *)address, length};
    return length <= sizeof name && process_vm_readv(pid, &here, 1, &there, 1, 0) == (ssize_t)length && !memcmp(name, path, length);
}

static bool run_until_open(pid_t pid, const char *path) {
    int status, deliver = 0;
    bool configured = false;
    for (;;) {
        if (waitpid(pid, &status, 0) < 0) {
            if (errno == EINTR) continue;
            return false;
        }
        if (!WIFSTOPPED(status)) return false;
        if (!configured) configured = !ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACESYSGOOD);
        int signal_number = WSTOPSIG(status);
        if (signal_number == (SIGTRAP | 0x80) && opens(pid, path)) return true;
        deliver = (signal_number & 0x7f) == SIGTRAP ? 0 : signal_number;
        if (ptrace(PTRACE_SYSCALL, pid, 0, deliver)) return false;
    }
}

bool prestart(const char *name, const char *command, const char *path, size_t output_limit) {
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
        if (held[i].pid) continue;
        pid_t pid = process_spawn(name, command, output_limit, true);
        if (pid < 0) return false;
        if (!run_until_open(pid, path)) {
            kill(pid, SIGKILL);
            return false;
        }
        held[i].pid = pid;
        held[i].command = strdup(command);
        return true;
    }
    return false;
}

void prestart_keep_only(const char *command) {
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
        if (!held[i].pid || (command && !strcmp(held[i].command, command))) continue;
        kill(held[i].pid, SIGKILL);
        /* Gone before anything of the job begins. */
        while (waitpid(held[i].pid, NULL, 0) < 0 && errno == EINTR) continue;
        held[i].pid = 0;
    }
}

pid_t prestart_release(const char *command, size_t output_limit) {
    struct rlimit limit = {output_limit, output_limit};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
        pid_t pid = held[i].pid;
        if (!pid || strcmp(held[i].command, command)) continue;
        held[i].pid = 0;
        if (!prlimit(pid, RLIMIT_FSIZE, &limit, NULL) && !ptrace(PTRACE_DETACH, pid, 0, 0)) return pid;
        kill(pid, SIGKILL);
    }
    return 0;
}
