#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
	__u32 pid;
	__u32 uid;
	__u64 size;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, __u64);
} table SEC(".maps");

// --- early return for a block
SEC("kprobe/vfs_write")
int BPF_KPROBE(probe, void *file, void *data, __u64 size)
{
	__u32 pid = bpf_get_current_pid_tgid() >> 32;
	if (size > 100)
		bpf_map_update_elem(&table, &pid, &size, BPF_ANY);
	return 0;
}
// ===
SEC("kprobe/vfs_write")
int BPF_KPROBE(probe, void *file, void *data, __u64 size)
{
	__u32 pid = bpf_get_current_pid_tgid() >> 32;
	if (size <= 100)
		return 0;
	bpf_map_update_elem(&table, &pid, &size, BPF_ANY);
	return 0;
}

// --- output instead of reserve and submit
SEC("kprobe/vfs_write")
int BPF_KPROBE(probe, void *file, void *data, __u64 size)
{
	struct event event = {};
	event.pid = bpf_get_current_pid_tgid() >> 32;
	event.uid = (__u32)bpf_get_current_uid_gid();
	event.size = size;
	bpf_ringbuf_output(&events, &event, sizeof(event), 0);
	return 0;
}
// ===
SEC("kprobe/vfs_write")
int BPF_KPROBE(probe, void *file, void *data, __u64 size)
{
	__u64 id = bpf_get_current_pid_tgid();
	struct event event = { .size = size, .uid = bpf_get_current_uid_gid() & 0xffffffff, .pid = id >> 32 };
	bpf_ringbuf_output(&events, &event, sizeof(event), 0);
	return 0;
}

// --- order of the fields of a reserved record
SEC("kprobe/vfs_write")
int BPF_KPROBE(probe, void *file, void *data, __u64 size)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event)
		return 0;
	event->pid = bpf_get_current_pid_tgid() >> 32;
	event->uid = (__u32)bpf_get_current_uid_gid();
	event->size = size;
	bpf_ringbuf_submit(event, 0);
	return 0;
}
// ===
SEC("kprobe/vfs_write")
int BPF_KPROBE(probe, void *file, void *data, __u64 size)
{
	__u32 uid = bpf_get_current_uid_gid();
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(struct event), 0);
	if (event) {
		event->size = size;
		event->uid = uid;
		event->pid = bpf_get_current_pid_tgid() >> 32;
		bpf_ringbuf_submit(event, 0);
	}
	return 0;
}

// --- counter with a default
SEC("kprobe/vfs_read")
int BPF_KPROBE(probe)
{
	__u32 pid = bpf_get_current_pid_tgid() >> 32;
	__u64 one = 1, *count = bpf_map_lookup_elem(&table, &pid);
	if (count)
		*count += 1;
	else
		bpf_map_update_elem(&table, &pid, &one, BPF_ANY);
	return 0;
}
// ===
SEC("kprobe/vfs_read")
int BPF_KPROBE(probe)
{
	__u32 pid = bpf_get_current_pid_tgid() >> 32;
	__u64 next = 1;
	__u64 *count = bpf_map_lookup_elem(&table, &pid);
	if (count)
		next = *count + 1;
	bpf_map_update_elem(&table, &pid, &next, BPF_ANY);
	return 0;
}

// --- byte order written out
SEC("kprobe/tcp_connect")
int BPF_KPROBE(probe, struct sock *sk)
{
	struct event event = {};
	event.pid = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));
	bpf_ringbuf_output(&events, &event, sizeof(event), 0);
	return 0;
}
// ===
SEC("kprobe/tcp_connect")
int BPF_KPROBE(probe, struct sock *sk)
{
	struct event event = {};
	__u16 port = BPF_CORE_READ(sk, __sk_common.skc_dport);
	event.pid = (__u16)((port >> 8) | (port << 8));
	bpf_ringbuf_output(&events, &event, sizeof(event), 0);
	return 0;
}

// --- a helper function
SEC("kprobe/vfs_read")
int BPF_KPROBE(probe, void *file, void *data, __u64 size)
{
	__u32 pid = bpf_get_current_pid_tgid() >> 32;
	__u64 pages = (size + 4095) / 4096;
	bpf_map_update_elem(&table, &pid, &pages, BPF_ANY);
	return 0;
}
// ===
static __noinline __u64 pages_of(__u64 size)
{
	return (size + 4095) >> 12;
}

SEC("kprobe/vfs_read")
int BPF_KPROBE(probe, void *file, void *data, __u64 size)
{
	__u32 pid = bpf_get_current_pid_tgid() >> 32;
	__u64 pages = pages_of(size);
	bpf_map_update_elem(&table, &pid, &pages, BPF_ANY);
	return 0;
}
