#define _GNU_SOURCE
#include "agent.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

void write_setting(const char *path, const char *value) {
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    ssize_t written = write(file, value, strlen(value));
    (void)written;
    close(file);
}

void write_file(const char *path, const char *bytes, size_t length) {
    char folder[512];
    snprintf(folder, sizeof folder, "%s", path);
    for (char *slash = folder + 1; *slash; slash++)
        if (*slash == '/') {
            *slash = 0;
            mkdir(folder, 0755);
            *slash = '/';
        }
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
    while (file >= 0 && length > 0) {
        ssize_t written = write(file, bytes, length);
        if (written <= 0) break;
        bytes += written;
        length -= (size_t)written;
    }
    if (file >= 0) close(file);
}

static void mount_at(const char *source, const char *target, const char *type, const char *options) {
    mkdir(target, 0755);
    if (mount(source, target, type, 0, options)) fprintf(stderr, "agent: mount %s: %s\n", target, strerror(errno));
}

static void run_script(const char *path) {
    pid_t pid = fork();
    if (pid == 0) {
        execl("/bin/busybox", "sh", path, (char *)NULL);
        _exit(127);
    }
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) continue;
}

/* A group may be empty of processes but not of limits: a tracer that forks or allocates without end stays in its box. */
static void make_group(const char *name, const char *processes, const char *memory) {
    char path[160];
    snprintf(path, sizeof path, "/sys/fs/cgroup/%s", name);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "/sys/fs/cgroup/%s/pids.max", name);
    write_setting(path, processes);
    snprintf(path, sizeof path, "/sys/fs/cgroup/%s/memory.max", name);
    write_setting(path, memory);
    snprintf(path, sizeof path, "/sys/fs/cgroup/%s/memory.swap.max", name);
    write_setting(path, "0");
}

static const char *const stages[] = {"setup", "tracer", "workload"};

void boot(void) {
    setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin:/ken", 1);
    setenv("HOME", "/root", 1);
    setenv("LC_ALL", "C", 1);
    umask(022);
    mount_at("proc", "/proc", "proc", NULL);
    mount_at("sys", "/sys", "sysfs", NULL);
    mount("dev", "/dev", "devtmpfs", 0, NULL);
    int console = open("/dev/console", O_RDWR);
    if (console >= 0) {
        for (int stream = 0; stream < 3; stream++) dup2(console, stream);
        if (console > 2) close(console);
    }
    mount_at("tracing", "/sys/kernel/tracing", "tracefs", NULL);
    mount_at("debug", "/sys/kernel/debug", "debugfs", NULL);
    mount_at("bpf", "/sys/fs/bpf", "bpf", NULL);
    mount_at("cgroup", "/sys/fs/cgroup", "cgroup2", NULL);
    mount_at("tmp", "/tmp", "tmpfs", NULL);
    mount_at("run", "/run", "tmpfs", NULL);
    mount_at("shm", "/dev/shm", "tmpfs", NULL);
    mount_at("pts", "/dev/pts", "devpts", NULL);
    mkdir("/run/ken", 0700);
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        char path[128];
        process_output_folder(stages[i], path);
        mkdir(path, 0700);
    }
    mkdir("/job", 0755);
    write_setting("/sys/fs/cgroup/cgroup.subtree_control", "+memory +pids");
    make_group("setup", "512", "400M");
    make_group("tracer", "128", "600M");
    make_group("workload", "512", "200M");
    run_script("/ken/boot.sh");
}
