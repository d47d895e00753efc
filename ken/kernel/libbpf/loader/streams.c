#include "loader.h"
#include <bpf/bpf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_BUFFERS 32
/* Records that one round takes from one buffer at most, so that a busy program cannot keep us from stopping. */
#define PERF_PAGES 64

static struct ring_buffer *rings[MOST_BUFFERS];
static struct perf_buffer *perfs[MOST_BUFFERS];
static size_t ring_count, perf_count;
static int trace_pipe = -1;

static void unreadable(const struct bpf_map *map) {
    report_begin("unread");
    report_text("map", bpf_map__name(map));
    report_text("reason", strerror(errno));
    report_end();
}

static int on_ring(void *context, void *data, size_t size) {
    report_begin("ring");
    report_text("map", bpf_map__name(context));
    report_hex("bytes", data, size);
    report_end();
    return 0;
}

static void on_perf(void *context, int cpu, void *data, __u32 size) {
    (void)cpu;
    on_ring(context, data, size);
}

static void on_lost(void *context, int cpu, __u64 count) {
    (void)cpu;
    report_begin("lost");
    report_text("map", bpf_map__name(context));
    report_number("count", (long long)count);
    report_end();
}

static void open_map(struct bpf_map *map) {
    switch (bpf_map__type(map)) {
    case BPF_MAP_TYPE_RINGBUF:
        if (ring_count == MOST_BUFFERS) return;
        if ((rings[ring_count] = ring_buffer__new(bpf_map__fd(map), on_ring, map, NULL))) ring_count++;
        else unreadable(map);
        return;
    case BPF_MAP_TYPE_PERF_EVENT_ARRAY:
        if (perf_count == MOST_BUFFERS) return;
        if ((perfs[perf_count] = perf_buffer__new(bpf_map__fd(map), PERF_PAGES, on_perf, on_lost, map, NULL))) perf_count++;
        else unreadable(map);
        return;
    default: return;
    }
}

void streams_open(struct bpf_object *object) {
    struct bpf_map *map;
    bpf_object__for_each_map(map, object) open_map(map);
    /* Read without blocking, and never through sendfile(): it would hold the pipe's lock. */
    trace_pipe = open("/sys/kernel/tracing/trace_pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

static void report_trace_line(const char *line, size_t length) {
    report_begin("trace");
    report_bytes_as_text("text", line, length);
    report_end();
}

static void read_trace_pipe(void) {
    static char pending[64 * 1024];
    static size_t length;
    if (trace_pipe < 0) return;
    for (int round = 0; round < 64; round++) {
        ssize_t got = read(trace_pipe, pending + length, sizeof pending - length);
        if (got <= 0) return;
        length += (size_t)got;
        size_t start = 0;
        for (char *end; (end = memchr(pending + start, '\n', length - start)); start = (size_t)(end - pending) + 1)
            report_trace_line(pending + start, (size_t)(end - pending) - start);
        if (start == 0 && length == sizeof pending) {
            report_trace_line(pending, length);
            start = length;
        }
        memmove(pending, pending + start, length - start);
        length -= start;
    }
}

void streams_read(void) {
    for (size_t i = 0; i < ring_count; i++) ring_buffer__consume(rings[i]);
    for (size_t i = 0; i < perf_count; i++) perf_buffer__consume(perfs[i]);
    read_trace_pipe();
    report_flush();
}
