/*
 * Request in the job memory: any number of fields "KEY LENGTH\n" + LENGTH bytes + "\n", then "end 0\n\n".
 * Keys: "file:/absolute/path", setup, tracer, workload, marker, setupMs, readyMs, workloadMs, settleMs, stopMs, totalMs,
 * outputLimit; or prestart and until. The reply is one line of JSON on the control port (see job.ts on the host).
 */
#define _GNU_SOURCE
#include "agent.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/utsname.h>
#include <unistd.h>

static char *read_field(char key[600]) {
    char letter;
    size_t length = 0;
    for (job_memory_read(&letter, 1); letter != '\n'; job_memory_read(&letter, 1))
        if (length < 599) key[length++] = letter;
    key[length] = 0;
    char *space = strrchr(key, ' ');
    if (!space) return NULL;
    *space = 0;
    size_t size = strtoul(space + 1, NULL, 10);
    char *value = malloc(size + 1);
    if (!value) abort();
    job_memory_read(value, size);
    value[size] = 0;
    job_memory_read(&letter, 1);
    if (!strncmp(key, "file:", 5)) write_file(key + 5, value, size);
    return value;
}

static long *number_field(struct job *job, const char *key) {
    if (!strcmp(key, "setupMs")) return &job->setup_ms;
    if (!strcmp(key, "readyMs")) return &job->ready_ms;
    if (!strcmp(key, "workloadMs")) return &job->workload_ms;
    if (!strcmp(key, "settleMs")) return &job->settle_ms;
    if (!strcmp(key, "stopMs")) return &job->stop_ms;
    if (!strcmp(key, "totalMs")) return &job->total_ms;
    return NULL;
}

static char **text_field(struct job *job, const char *key) {
    if (!strcmp(key, "setup")) return &job->setup;
    if (!strcmp(key, "tracer")) return &job->tracer;
    if (!strcmp(key, "workload")) return &job->workload;
    if (!strcmp(key, "marker")) return &job->marker;
    if (!strcmp(key, "prestart")) return &job->prestart;
    if (!strcmp(key, "until")) return &job->until;
    return NULL;
}

/* Returns the name of an unknown field, or NULL. */
static char *read_request(struct job *job) {
    static char key[600];
    char *unknown = NULL;
    job_memory_wait();
    for (;;) {
        char *value = read_field(key);
        if (!value) continue;
        bool last = !strcmp(key, "end");
        long *number = number_field(job, key);
        char **text = text_field(job, key);
        if (number) *number = atol(value);
        else if (!strcmp(key, "outputLimit")) job->output_limit = strtoul(value, NULL, 10);
        else if (!last && !text && strncmp(key, "file:", 5)) unknown = strdup(key);
        if (text) *text = value;
        else free(value);
        if (!last) continue;
        job_memory_release();
        return unknown;
    }
}

int main(void) {
    boot();
    port_open();
    job_memory_open();
    news_open();
    kernel_log_open();
    signal(SIGPIPE, SIG_IGN);
    struct utsname name;
    uname(&name);
    struct text hello = {0};
    text_format(&hello, "{\"hello\":1,\"kernel\":\"%s\"}\n", name.release);
    port_write(hello.bytes, hello.length);
    for (;;) {
        struct job job = {.setup_ms = 20000, .ready_ms = 30000, .workload_ms = 20000, .stop_ms = 8000, .total_ms = 60000, .output_limit = 256 << 10};
        struct text reply = {0};
        char *unknown = read_request(&job);
        if (unknown) {
            text_format(&reply, "{\"error\":\"unknown field\",\"field\":");
            text_json_string(&reply, unknown, strlen(unknown));
            text_format(&reply, "}\n");
            free(unknown);
        } else if (job.prestart) {
            bool held = job.until && prestart("tracer", job.prestart, job.until, job.output_limit * 16);
            text_format(&reply, "{\"prestarted\":%s}\n", held ? "true" : "false");
        } else {
            job_run(&job, &reply);
        }
        port_write(reply.bytes, reply.length);
        free(reply.bytes);
        free(job.setup), free(job.tracer), free(job.workload), free(job.marker);
        free(job.prestart), free(job.until);
    }
}
