/* Look-up that creates: a function of this name is customary in tools built on libbpf. */
#pragma once
#include <bpf/bpf_helpers.h>

#ifndef EEXIST
#define EEXIST 17
#endif

static __always_inline void *bpf_map_lookup_or_try_init(void *map, const void *key, const void *init) {
    void *value = bpf_map_lookup_elem(map, key);
    if (value) return value;
    long error = bpf_map_update_elem(map, key, init, 1 /* BPF_NOEXIST */);
    if (error && error != -EEXIST) return NULL;
    return bpf_map_lookup_elem(map, key);
}
