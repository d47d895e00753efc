#include "loader.h"
#include <bpf/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Entries of one map that are told. A hash that is written to while it is read could otherwise go on for ever. */
#define MOST_ENTRIES 65536
/* Longer arrays tell only entries that are not zero: an array has all its entries from the start. */
#define WHOLE_ARRAY 64

static bool per_cpu(enum bpf_map_type type) {
    return type == BPF_MAP_TYPE_PERCPU_HASH || type == BPF_MAP_TYPE_PERCPU_ARRAY || type == BPF_MAP_TYPE_LRU_PERCPU_HASH;
}

static bool is_array(enum bpf_map_type type) { return type == BPF_MAP_TYPE_ARRAY || type == BPF_MAP_TYPE_PERCPU_ARRAY; }

static bool all_zero(const unsigned char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (bytes[i]) return false;
    return true;
}

static void report_entry(const struct bpf_map *map, const void *key, size_t key_size, const void *value, size_t cpus) {
    size_t size = bpf_map__value_size(map), stride = (size + 7) & ~(size_t)7;
    report_begin("map");
    report_text("map", bpf_map__name(map));
    report_hex("key", key, key_size);
    if (cpus) report_hex_list("values", value, size, stride, cpus);
    else report_hex("value", value, size);
    if (bpf_map__is_internal(map)) report_bool("internal", true);
    report_end();
}

static void dump_keyed(const struct bpf_map *map, void *key, void *next, unsigned char *value, size_t cpus) {
    int file = bpf_map__fd(map);
    size_t key_size = bpf_map__key_size(map), size = bpf_map__value_size(map);
    size_t bytes = cpus ? cpus * ((size + 7) & ~(size_t)7) : size;
    bool sparse = is_array(bpf_map__type(map)) && bpf_map__max_entries(map) > WHOLE_ARRAY;
    void *previous = NULL;
    for (size_t told = 0; told < MOST_ENTRIES && !bpf_map_get_next_key(file, previous, next);) {
        memcpy(key, next, key_size);
        previous = key;
        memset(value, 0, bytes);
        if (bpf_map_lookup_elem(file, key, value) || (sparse && all_zero(value, bytes))) continue;
        report_entry(map, key, key_size, value, cpus);
        told++;
    }
}

static void dump_queue(const struct bpf_map *map, unsigned char *value) {
    for (size_t told = 0; told < MOST_ENTRIES && !bpf_map_lookup_and_delete_elem(bpf_map__fd(map), NULL, value); told++)
        report_entry(map, "", 0, value, 0);
}

static void dump(const struct bpf_map *map, size_t cpus) {
    size_t key_size = bpf_map__key_size(map), size = bpf_map__value_size(map);
    void *key = calloc(1, key_size + 8), *next = calloc(1, key_size + 8);
    unsigned char *value = calloc(cpus ? cpus : 1, size + 16);
    if (key && next && value) switch (bpf_map__type(map)) {
        case BPF_MAP_TYPE_HASH:
        case BPF_MAP_TYPE_LRU_HASH:
        case BPF_MAP_TYPE_ARRAY:
        case BPF_MAP_TYPE_LPM_TRIE:
        case BPF_MAP_TYPE_STACK_TRACE: dump_keyed(map, key, next, value, 0); break;
        case BPF_MAP_TYPE_PERCPU_HASH:
        case BPF_MAP_TYPE_PERCPU_ARRAY:
        case BPF_MAP_TYPE_LRU_PERCPU_HASH: dump_keyed(map, key, next, value, cpus); break;
        case BPF_MAP_TYPE_QUEUE:
        case BPF_MAP_TYPE_STACK: dump_queue(map, value); break;
        default: break;
        }
    free(key);
    free(next);
    free(value);
}

void maps_dump(struct bpf_object *object) {
    int cpus = libbpf_num_possible_cpus();
    struct bpf_map *map;
    bpf_object__for_each_map(map, object) {
        if (bpf_map__fd(map) < 0) continue;
        dump(map, per_cpu(bpf_map__type(map)) && cpus > 0 ? (size_t)cpus : 0);
        report_flush();
    }
}
