/*
 * run-programs FILE: loads each program of the file as a raw tracepoint, runs it once with BPF_PROG_TEST_RUN, and prints
 * one line: "ok RESULT STATE ARRAY HASH" (hex; "-" for an absent key), or "rejected ERRNO LAST-LINE-OF-THE-LOG".
 * The numbers of layout.ts come first in the file. All numbers are 32-bit little endian.
 */
#include <errno.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { STATE, HASH, ARRAY, MAPS };

struct layout {
    uint32_t memory, state_size, context, hash_keys, hash_capacity, array_length;
};

static int maps[MAPS];
static char log_text[1 << 20];

static long bpf(int command, union bpf_attr *attributes) {
    return syscall(SYS_bpf, command, attributes, sizeof *attributes);
}

static void die(const char *what) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(1);
}

static void read_exactly(void *target, size_t size, FILE *file) {
    if (size && fread(target, size, 1, file) != 1) die("the file is too short");
}

static int create_map(uint32_t type, uint32_t key_size, uint32_t value_size, uint32_t entries) {
    union bpf_attr a = {.map_type = type, .key_size = key_size, .value_size = value_size, .max_entries = entries};
    int fd = bpf(BPF_MAP_CREATE, &a);
    if (fd < 0) die("BPF_MAP_CREATE");
    return fd;
}

static long element(int command, int map, const void *key, const void *value) {
    union bpf_attr a = {.map_fd = maps[map], .key = (uintptr_t)key, .value = (uintptr_t)value};
    return bpf(command, &a);
}

static void reset(const struct layout *layout, const void *state) {
    uint32_t first = 0;
    if (element(BPF_MAP_UPDATE_ELEM, STATE, &first, state)) die("state");
    uint64_t zero = 0;
    for (uint32_t index = 0; index < layout->array_length; index++) {
        if (element(BPF_MAP_UPDATE_ELEM, ARRAY, &index, &zero)) die("array");
    }
    for (uint64_t key = 0; key < layout->hash_keys; key++) element(BPF_MAP_DELETE_ELEM, HASH, &key, NULL);
}

/* Wide loads of maps hold the number of the map. */
static void put_maps(struct bpf_insn *instructions, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (instructions[i].code != (BPF_LD | BPF_IMM | BPF_DW)) continue;
        if (instructions[i].src_reg == BPF_PSEUDO_MAP_FD) instructions[i].imm = maps[instructions[i].imm];
        i++;
    }
}

static void print_hex(const void *bytes, size_t size) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = ((const unsigned char *)bytes)[i];
        putchar(digits[byte >> 4]);
        putchar(digits[byte & 15]);
    }
}

static void print_answer(const struct layout *layout, uint32_t result) {
    static unsigned char state[4096];
    uint32_t first = 0;
    if (element(BPF_MAP_LOOKUP_ELEM, STATE, &first, state)) die("state");
    printf("ok %x ", result);
    print_hex(state, layout->state_size);
    putchar(' ');
    uint64_t value;
    for (uint32_t index = 0; index < layout->array_length; index++) {
        if (element(BPF_MAP_LOOKUP_ELEM, ARRAY, &index, &value)) die("array");
        print_hex(&value, sizeof value);
    }
    putchar(' ');
    for (uint64_t key = 0; key < layout->hash_keys; key++) {
        if (element(BPF_MAP_LOOKUP_ELEM, HASH, &key, &value)) putchar('-');
        else print_hex(&value, sizeof value);
    }
    putchar('\n');
}

static void print_rejection(int error) {
    /* The line before the statistics of the verifier says why. */
    char *reason = "", *line = strtok(log_text, "\n");
    for (; line; line = strtok(NULL, "\n")) {
        if (strncmp(line, "processed ", 10)) reason = line;
    }
    printf("rejected %d %s\n", error, reason);
}

static int load(const struct bpf_insn *instructions, uint32_t count, uint32_t log_level) {
    union bpf_attr a = {
        .prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT,
        .insns = (uintptr_t)instructions,
        .insn_cnt = count,
        .license = (uintptr_t) "GPL",
        .log_level = log_level,
    };
    if (log_level) {
        a.log_buf = (uintptr_t)log_text;
        a.log_size = sizeof log_text;
    }
    return bpf(BPF_PROG_LOAD, &a);
}

static void run(const struct layout *layout, struct bpf_insn *instructions, uint32_t count, const void *context) {
    put_maps(instructions, count);
    int program = load(instructions, count, 0);
    if (program < 0) {
        int error = errno;
        log_text[0] = 0;
        program = load(instructions, count, 1);
        if (program >= 0) die("a program that loads only the second time");
        print_rejection(error);
        return;
    }
    union bpf_attr a = {.test = {.prog_fd = program, .ctx_in = (uintptr_t)context, .ctx_size_in = layout->context}};
    if (bpf(BPF_PROG_TEST_RUN, &a)) die("BPF_PROG_TEST_RUN");
    close(program);
    print_answer(layout, a.test.retval);
}

int main(int argc, char **argv) {
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (!file) die("usage: run-programs FILE");
    struct layout layout;
    uint32_t programs;
    read_exactly(&layout, sizeof layout, file);
    read_exactly(&programs, sizeof programs, file);
    maps[STATE] = create_map(BPF_MAP_TYPE_ARRAY, 4, layout.state_size, 1);
    maps[HASH] = create_map(BPF_MAP_TYPE_HASH, 8, 8, layout.hash_capacity);
    maps[ARRAY] = create_map(BPF_MAP_TYPE_ARRAY, 4, 8, layout.array_length);
    unsigned char *state = calloc(1, layout.state_size), *context = calloc(1, layout.context);
    for (uint32_t program = 0; program < programs; program++) {
        uint32_t count;
        read_exactly(&count, sizeof count, file);
        struct bpf_insn *instructions = calloc(count, sizeof *instructions);
        read_exactly(instructions, count * sizeof *instructions, file);
        memset(state, 0, layout.state_size);
        read_exactly(state, layout.memory, file);
        read_exactly(context, layout.context, file);
        reset(&layout, state);
        run(&layout, instructions, count, context);
        free(instructions);
    }
    return 0;
}
