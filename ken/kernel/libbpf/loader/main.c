/* ken-load OBJECT: see README.md for the lines that it prints. */
#include "loader.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_PROGRAMS 1024
/* A round of reading. Sleeping between rounds bounds how often a program can be woken by our own system calls. */
#define ROUND_MICROSECONDS 10000

static volatile sig_atomic_t stopping;
static struct bpf_link *links[MOST_PROGRAMS];
static size_t link_count;

static void stop(int signal) {
    (void)signal;
    stopping = 1;
}

/* NULL when the program is attached, else the reason. */
static const char *attach(struct bpf_program *program) {
    if (!bpf_program__autoload(program)) return "the object asks not to load it";
    if (link_count == MOST_PROGRAMS) return "too many programs";
    log_take_reason();
    struct bpf_link *link = bpf_program__attach(program);
    if (link) {
        links[link_count++] = link;
        return NULL;
    }
    const char *reason = log_take_reason();
    if (reason) return reason;
    return errno == EOPNOTSUPP ? "its section names nothing to attach to (it needs a target from user space)" : strerror(errno);
}

static void attach_all(struct bpf_object *object) {
    struct bpf_program *program;
    bpf_object__for_each_program(program, object) {
        const char *reason = attach(program);
        report_begin("program");
        report_text("name", bpf_program__name(program));
        report_text("section", bpf_program__section_name(program));
        report_bool("attached", !reason);
        if (reason) report_text("reason", reason);
        report_end();
    }
}

static struct bpf_object *load(const char *path) {
    struct bpf_object *object = bpf_object__open(path);
    if (!object) log_fail("open", strerror(errno));
    if (!bpf_object__next_program(object, NULL)) log_fail("open", "the object holds no program");
    const char *violation = policy_violation(path);
    if (violation) log_fail("policy", violation);
    int error = bpf_object__load(object);
    if (error) log_fail("load", strerror(-error));
    return object;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fputs("usage: ken-load OBJECT\n", stderr);
        return 2;
    }
    static char buffer[256 * 1024];
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGINT, &action, NULL);
    log_start();
    struct bpf_object *object = load(argv[1]);
    streams_open(object);
    attach_all(object);
    if (link_count == 0) log_fail("attach", "no program of the object could be attached");
    report_begin("ready");
    report_text("marker", "__KEN_READY");
    report_end();
    while (!stopping) {
        streams_read();
        usleep(ROUND_MICROSECONDS);
    }
    for (size_t i = 0; i < link_count; i++) bpf_link__destroy(links[i]);
    streams_read();
    maps_dump(object);
    report_begin("end");
    report_end();
    report_flush();
    return 0;
}
