/* Look-ups that create, and counters: functions of these names are customary in tools built on libbpf. */
#pragma once
#include <bpf/bpf_helpers.h>

static __always_inline void *bpf_map_lookup_or_try_init(void *map, const void *key, const void *init) {
    void *value = bpf_map_lookup_elem(map, key);
    if (value) return value;
    long error = bpf_map_update_elem(map, key, init, 1 /* BPF_NOEXIST */);
    if (error && error != -17 /* EEXIST: another CPU was faster */) return (void *)0;
    return bpf_map_lookup_elem(map, key);
}

/* For values of 8 bytes. */
static __always_inline unsigned long long *lookup_or_zero_init_key(void *map, const void *key) {
    unsigned long long zero = 0;
    return bpf_map_lookup_or_try_init(map, key, &zero);
}

static __always_inline int increment_map(void *map, const void *key, unsigned long long increment) {
    unsigned long long *count = lookup_or_zero_init_key(map, key);
    if (!count) return -1;
    __sync_fetch_and_add(count, increment);
    return 0;
}

/* For maps that only one CPU writes. */
static __always_inline int increment_map_nosync(void *map, const void *key, unsigned long long increment) {
    unsigned long long *count = lookup_or_zero_init_key(map, key);
    if (!count) return -1;
    *count += increment;
    return 0;
}
