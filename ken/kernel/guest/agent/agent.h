/* The agent is PID 1 of the disposable guest: it boots the guest, then runs jobs that arrive on a virtio-serial port. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* ---- text.c: a growing buffer and JSON strings */
struct text {
    char *bytes;
    size_t length, capacity;
};
void text_add(struct text *text, const void *bytes, size_t length);
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Adds a JSON string; bytes that are not UTF-8 become U+FFFD. */
void text_json_string(struct text *text, const char *bytes, size_t length);

/* ---- job_memory.c: memory that the host shares, through which jobs come */
void job_memory_open(void);
void job_memory_wait(void);
void job_memory_read(char *bytes, size_t length);
void job_memory_release(void);

/* ---- port.c: the control port, through which replies go */
void port_open(void);
void port_write(const char *bytes, size_t length);

/* ---- news.c: sleeping until something happened */
void news_open(void);
/* Until news_unwatch, growth of a file in this folder is news too. The end of a child always is. */
void news_watch(const char *folder);
void news_unwatch(void);
void news_wait(double milliseconds);

/* ---- process.c: children whose output goes to files with a size limit */
enum stream { STREAM_OUT, STREAM_ERR };
struct process {
    const char *name; /* also the name of its cgroup */
    pid_t pid;        /* 0: never started */
    bool finished;
    int status; /* as from waitpid */
    double started, ended;
};
double now_milliseconds(void);
/* The folder with the output files of a process. */
void process_output_folder(const char *name, char path[128]);
pid_t process_spawn(const char *name, const char *command, size_t output_limit, bool traced);
/* Lets a prestarted process of this command go on, or starts one. */
void process_start(struct process *process, const char *name, const char *command, size_t output_limit);
/* Collects finished children. Orphans of other processes are reaped and forgotten. */
void process_reap(struct process *processes[], size_t count);
size_t process_output_size(const struct process *process, enum stream stream);
/* Reads at most `limit` bytes: the first three quarters and the last quarter of what there is. */
void process_output_read(const struct process *process, enum stream stream, size_t limit, struct text *into);
bool process_output_contains(const struct process *process, enum stream stream, const char *needle);
void process_kill_all(struct process *processes[], size_t count);
/* Counters of the cgroup: kills by the memory limit, refused forks. */
long process_memory_kills(const char *name);
long process_refused_forks(const char *name);

/* ---- prestart.c */
/* Runs a command until it opens the file `path`, and holds it there. False when it cannot. */
bool prestart(const char *name, const char *command, const char *path, size_t output_limit);
/* Kills the held processes of other commands. */
void prestart_keep_only(const char *command);
/* Lets the held process of this command go on; 0 when there is none. */
pid_t prestart_release(const char *command, size_t output_limit);

/* ---- job.c */
struct job {
    char *setup, *tracer, *workload, *marker;
    char *prestart, *until; /* not a job: a tracer to be held ready, and the file at whose opening it is held */
    long setup_ms, ready_ms, workload_ms, settle_ms, stop_ms, total_ms;
    size_t output_limit;
};
void job_run(struct job *job, struct text *reply);

/* ---- kernel_log.c */
void kernel_log_open(void);
void kernel_log_skip(void);
void kernel_log_read(struct text *into);

/* ---- boot.c */
void boot(void);
void write_file(const char *path, const char *bytes, size_t length);
void write_setting(const char *path, const char *value);
