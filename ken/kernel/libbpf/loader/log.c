#include "loader.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The start names the failure, the end holds the verifier's reason; what is between is cut when the log is long. */
#define HEAD_BYTES (16 * 1024)
#define TAIL_BYTES (48 * 1024)

static char *log_bytes;
static size_t log_length, reason_start;

/* libbpf prints a whole verifier log with one call, however long it is. */
static int collect(enum libbpf_print_level level, const char *format, va_list arguments) {
    va_list again;
    if (level == LIBBPF_DEBUG) return 0;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length <= 0) return length;
    char *grown = realloc(log_bytes, log_length + (size_t)length + 1);
    if (!grown) return 0;
    log_bytes = grown;
    vsnprintf(log_bytes + log_length, (size_t)length + 1, format, arguments);
    log_length += (size_t)length;
    return length;
}

void log_start(void) { libbpf_set_print(collect); }

const char *log_take_reason(void) {
    static char reason[400];
    size_t length = log_length - reason_start;
    if (length == 0) return NULL;
    snprintf(reason, sizeof reason, "%.*s", (int)(length < 399 ? length : 399), log_bytes + reason_start);
    reason_start = log_length;
    reason[strcspn(reason, "\n")] = 0;
    return strncmp(reason, "libbpf: ", 8) ? reason : reason + 8;
}

void log_fail(const char *stage, const char *reason) {
    report_begin("failed");
    report_text("stage", stage);
    report_text("reason", reason);
    if (log_length <= HEAD_BYTES + TAIL_BYTES) {
        report_bytes_as_text("log", log_bytes ? log_bytes : "", log_length);
    } else {
        static const char cut[] = "\n[... cut ...]\n";
        static char whole[HEAD_BYTES + sizeof cut - 1 + TAIL_BYTES];
        memcpy(whole, log_bytes, HEAD_BYTES);
        memcpy(whole + HEAD_BYTES, cut, sizeof cut - 1);
        memcpy(whole + HEAD_BYTES + sizeof cut - 1, log_bytes + log_length - TAIL_BYTES, TAIL_BYTES);
        report_bytes_as_text("log", whole, sizeof whole);
    }
    report_end();
    report_flush();
    exit(1);
}
