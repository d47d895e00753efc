#define _GNU_SOURCE
#include "agent.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

double now_milliseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

void process_output_folder(const char *name, char path[128]) { snprintf(path, 128, "/run/ken/%s", name); }

static void output_path(const char *name, enum stream stream, char path[128]) {
    snprintf(path, 128, "/run/ken/%s/%s", name, stream == STREAM_OUT ? "out" : "err");
}

static void set_limit(int resource, rlim_t value) {
    struct rlimit limit = {value, value};
    setrlimit(resource, &limit);
}

/* Output goes to files: a pipe that nobody empties blocks its writer, and one that is emptied can be flooded. */
static void become(const char *name, const char *command, size_t output_limit) {
    char path[160];
    snprintf(path, sizeof path, "/sys/fs/cgroup/%s/cgroup.procs", name);
    write_setting(path, "0");
    setsid();
    int null = open("/dev/null", O_RDONLY);
    dup2(null, 0);
    for (int stream = STREAM_OUT; stream <= STREAM_ERR; stream++) {
        output_path(name, (enum stream)stream, path);
        int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
        dup2(file, stream == STREAM_OUT ? 1 : 2);
        close(file);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_MEMLOCK, RLIM_INFINITY);
    if (output_limit) set_limit(RLIMIT_FSIZE, output_limit);
    if (chdir("/job")) _exit(126);
    execl("/bin/busybox", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

pid_t process_spawn(const char *name, const char *command, size_t output_limit, bool traced) {
    pid_t pid = fork();
    if (pid == 0) {
        if (traced) ptrace(PTRACE_TRACEME, 0, 0, 0);
        become(name, command, output_limit);
    }
    return pid;
}

void process_start(struct process *process, const char *name, const char *command, size_t output_limit) {
    *process = (struct process){.name = name, .started = now_milliseconds()};
    pid_t pid = prestart_release(command, output_limit);
    if (!pid) pid = process_spawn(name, command, output_limit, false);
    process->pid = pid;
    if (pid < 0) process->finished = true;
}

void process_reap(struct process *processes[], size_t count) {
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
        for (size_t i = 0; i < count; i++)
            if (processes[i]->pid == pid && !processes[i]->finished) {
                processes[i]->finished = true;
                processes[i]->status = status;
                processes[i]->ended = now_milliseconds();
            }
}

size_t process_output_size(const struct process *process, enum stream stream) {
    char path[128];
    struct stat info;
    if (!process->pid) return 0;
    output_path(process->name, stream, path);
    return stat(path, &info) ? 0 : (size_t)info.st_size;
}

static void read_range(int file, size_t from, size_t length, struct text *into) {
    char *bytes = malloc(length + 1);
    ssize_t got = pread(file, bytes, length, (off_t)from);
    if (got > 0) text_add(into, bytes, (size_t)got);
    free(bytes);
}

void process_output_read(const struct process *process, enum stream stream, size_t limit, struct text *into) {
    char path[128];
    output_path(process->name, stream, path);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    size_t size = process_output_size(process, stream), head = limit - limit / 4;
    if (size <= limit) {
        read_range(file, 0, size, into);
    } else {
        read_range(file, 0, head, into);
        text_format(into, "\n[... %zu bytes cut ...]\n", size - limit);
        read_range(file, size - limit / 4, limit / 4, into);
    }
    close(file);
}

bool process_output_contains(const struct process *process, enum stream stream, const char *needle) {
    struct text text = {0};
    process_output_read(process, stream, 65536, &text);
    bool found = text.bytes && memmem(text.bytes, text.length, needle, strlen(needle));
    free(text.bytes);
    return found;
}

void process_kill_all(struct process *processes[], size_t count) {
    for (size_t i = 0; i < count; i++) {
        char path[160];
        if (!processes[i]->pid) continue;
        snprintf(path, sizeof path, "/sys/fs/cgroup/%s/cgroup.kill", processes[i]->name);
        write_setting(path, "1");
        if (!processes[i]->finished) kill(-processes[i]->pid, SIGKILL);
    }
    for (double limit = now_milliseconds() + 2000; now_milliseconds() < limit; usleep(2000)) {
        bool busy = false;
        process_reap(processes, count);
        for (size_t i = 0; i < count; i++) busy |= processes[i]->pid && !processes[i]->finished;
        if (!busy) return;
    }
}

static long cgroup_counter(const char *name, const char *file, const char *key) {
    char path[160], content[512] = "";
    snprintf(path, sizeof path, "/sys/fs/cgroup/%s/%s", name, file);
    int handle = open(path, O_RDONLY | O_CLOEXEC);
    if (handle < 0) return 0;
    ssize_t length = read(handle, content, sizeof content - 1);
    close(handle);
    if (length <= 0) return 0;
    for (char *line = strtok(content, "\n"); line; line = strtok(NULL, "\n"))
        if (!strncmp(line, key, strlen(key)) && line[strlen(key)] == ' ') return atol(line + strlen(key));
    return 0;
}

long process_memory_kills(const char *name) { return cgroup_counter(name, "memory.events", "oom_kill"); }
long process_refused_forks(const char *name) { return cgroup_counter(name, "pids.events", "max"); }
