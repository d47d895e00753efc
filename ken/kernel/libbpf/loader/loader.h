/* ken-load: loads one BPF object in the guest and tells, one JSON line each, what came of it and what it reported. */
#pragma once
#include <bpf/libbpf.h>
#include <stdbool.h>
#include <stddef.h>

/* report.c: parts of one line. `report_begin` opens it with the event's name, `report_end` closes it. */
void report_begin(const char *event);
void report_text(const char *name, const char *text);
void report_bytes_as_text(const char *name, const char *bytes, size_t length);
void report_hex(const char *name, const void *bytes, size_t length);
void report_hex_list(const char *name, const void *bytes, size_t length, size_t stride, size_t count);
void report_bool(const char *name, bool value);
void report_number(const char *name, long long value);
void report_end(void);
/* Lines are written together, so that a program that watches write() sees one for a whole round. */
void report_flush(void);

/* log.c: what libbpf says. The verifier's log comes this way too. */
void log_start(void);
/* Fails with a line that holds the log, and ends the process with status 1. */
_Noreturn void log_fail(const char *stage, const char *reason);
/* The first message since the last call, without its prefix; NULL if there was none. */
const char *log_take_reason(void);

/* policy.c: NULL, or why the object must not be loaded. */
const char *policy_violation(const char *path);

/* streams.c: ring buffers, perf buffers, the trace pipe. */
void streams_open(struct bpf_object *object);
void streams_read(void);

/* maps.c */
void maps_dump(struct bpf_object *object);
