#define _GNU_SOURCE
#include "agent.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct process setup, tracer, workload;
static struct process *all[] = {&setup, &tracer, &workload};
static bool ready;

enum wait_result { WAIT_HAPPENED, WAIT_TIMEOUT, WAIT_FLOOD };

static bool flooded(const struct job *job) {
    size_t limit = job->output_limit * 16;
    for (int stream = STREAM_OUT; stream <= STREAM_ERR; stream++)
        if (process_output_size(&tracer, (enum stream)stream) >= limit) return true;
    return false;
}

static bool tracer_ready(const struct job *job) {
    return process_output_contains(&tracer, STREAM_OUT, job->marker) || process_output_contains(&tracer, STREAM_ERR, job->marker);
}

static double earlier(double a, double b) { return a < b ? a : b; }

/* Waits for a process to end, or for the tracer's ready marker when `watch` is the tracer and it is not ready yet. */
static enum wait_result wait_for(const struct job *job, struct process *watch, bool for_ready, double deadline) {
    for (;;) {
        process_reap(all, 3);
        if (for_ready && !ready && tracer_ready(job)) ready = true;
        if (watch->finished || (for_ready && ready)) return WAIT_HAPPENED;
        if (flooded(job)) return WAIT_FLOOD;
        double now = now_milliseconds();
        if (now >= deadline) return WAIT_TIMEOUT;
        news_wait(earlier(deadline - now, 100));
    }
}

/* Time for the last events; a tracer that ends by itself meanwhile has simply ended. */
static void settle(const struct job *job, double total) {
    wait_for(job, &tracer, false, earlier(now_milliseconds() + (double)job->settle_ms, total));
}

static const char *stop_tracer(const struct job *job, double total) {
    if (tracer.finished) return "tracer-exit";
    kill(-tracer.pid, SIGINT);
    switch (wait_for(job, &tracer, false, earlier(now_milliseconds() + (double)job->stop_ms, total))) {
    case WAIT_HAPPENED: return "complete";
    case WAIT_FLOOD: return "flood";
    default: return now_milliseconds() >= total ? "total-timeout" : "stop-timeout";
    }
}

static const char *run_stages(const struct job *job) {
    double total = now_milliseconds() + (double)job->total_ms;
    prestart_keep_only(job->tracer);
    if (job->setup) {
        process_start(&setup, "setup", job->setup, 0);
        if (wait_for(job, &setup, false, earlier(now_milliseconds() + (double)job->setup_ms, total)) != WAIT_HAPPENED) return "setup-failed";
        if (!WIFEXITED(setup.status) || WEXITSTATUS(setup.status)) return "setup-failed";
    }
    kernel_log_skip();
    if (job->tracer) {
        char folder[128];
        process_output_folder("tracer", folder);
        news_watch(folder);
        process_start(&tracer, "tracer", job->tracer, job->output_limit * 16);
        enum wait_result result = wait_for(job, &tracer, true, earlier(now_milliseconds() + (double)job->ready_ms, total));
        news_unwatch();
        if (result == WAIT_FLOOD) return "flood";
        if (result == WAIT_TIMEOUT) return "ready-timeout";
        if (tracer.finished && !ready) return "tracer-exit";
    }
    if (job->workload) {
        process_start(&workload, "workload", job->workload, 64 << 20);
        enum wait_result result = wait_for(job, &workload, false, earlier(now_milliseconds() + (double)job->workload_ms, total));
        if (result == WAIT_FLOOD) return "flood";
        if (result == WAIT_TIMEOUT) return now_milliseconds() >= total ? "total-timeout" : "workload-timeout";
    }
    if (!job->tracer) return "complete";
    settle(job, total);
    return flooded(job) ? "flood" : stop_tracer(job, total);
}

static void report_stream(struct text *reply, const struct process *process, enum stream stream, size_t limit) {
    struct text output = {0};
    process_output_read(process, stream, limit, &output);
    text_json_string(reply, output.bytes ? output.bytes : "", output.length);
    free(output.bytes);
}

static void report_process(struct text *reply, const char *key, const struct process *process, size_t limit) {
    text_format(reply, ",\"%s\":", key);
    if (!process->pid) {
        text_format(reply, "null");
        return;
    }
    text_format(reply, "{\"exit\":");
    if (process->finished && WIFEXITED(process->status)) text_format(reply, "%d", WEXITSTATUS(process->status));
    else text_format(reply, "null");
    text_format(reply, ",\"signal\":");
    if (process->finished && WIFSIGNALED(process->status)) text_format(reply, "%d", WTERMSIG(process->status));
    else text_format(reply, "null");
    text_format(reply, ",\"milliseconds\":%.0f,\"stdoutBytes\":%zu,\"stderrBytes\":%zu,\"memoryKills\":%ld,\"refusedForks\":%ld,\"stdout\":",
                process->ended > process->started ? process->ended - process->started : 0, process_output_size(process, STREAM_OUT),
                process_output_size(process, STREAM_ERR), process_memory_kills(process->name), process_refused_forks(process->name));
    report_stream(reply, process, STREAM_OUT, limit);
    text_format(reply, ",\"stderr\":");
    report_stream(reply, process, STREAM_ERR, limit);
    text_format(reply, "}");
}

void job_run(struct job *job, struct text *reply) {
    double started = now_milliseconds();
    memset(&setup, 0, sizeof setup);
    memset(&tracer, 0, sizeof tracer);
    memset(&workload, 0, sizeof workload);
    ready = false;
    const char *end = run_stages(job);
    process_kill_all(all, 3);
    text_format(reply, "{\"end\":\"%s\",\"ready\":%s,\"milliseconds\":%.0f", end, ready ? "true" : "false", now_milliseconds() - started);
    report_process(reply, "setup", &setup, job->output_limit);
    report_process(reply, "tracer", &tracer, job->output_limit);
    report_process(reply, "workload", &workload, job->output_limit);
    struct text log = {0};
    kernel_log_read(&log);
    text_format(reply, ",\"kernelLog\":");
    text_json_string(reply, log.bytes ? log.bytes : "", log.length);
    text_format(reply, "}\n");
    free(log.bytes);
}
