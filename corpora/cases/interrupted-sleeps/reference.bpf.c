/* Sleeps that end with -ERESTART_RESTARTBLOCK, through a ring buffer. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

enum { restart_block = 516, absolute_time = 1 };

struct sleep {
	__u64 wanted_nanoseconds;
	__u32 process;
	char name[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, __u32);
	__type(value, __u64);
} wanted SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} sleeps SEC(".maps");

static void begin(struct __kernel_timespec *request)
{
	__u32 thread = bpf_get_current_pid_tgid();
	struct __kernel_timespec time;
	__u64 nanoseconds;

	if (bpf_probe_read_user(&time, sizeof(time), request))
		return;
	nanoseconds = time.tv_sec * 1000000000ULL + time.tv_nsec;
	bpf_map_update_elem(&wanted, &thread, &nanoseconds, BPF_ANY);
}

static void end(long result)
{
	__u64 id = bpf_get_current_pid_tgid();
	__u32 thread = id;
	__u64 *nanoseconds = bpf_map_lookup_elem(&wanted, &thread);
	struct sleep *sleep;

	if (!nanoseconds)
		return;
	if (result == -restart_block && (sleep = bpf_ringbuf_reserve(&sleeps, sizeof(*sleep), 0))) {
		sleep->wanted_nanoseconds = *nanoseconds;
		sleep->process = id >> 32;
		bpf_get_current_comm(sleep->name, sizeof(sleep->name));
		bpf_ringbuf_submit(sleep, 0);
	}
	bpf_map_delete_elem(&wanted, &thread);
}

SEC("tracepoint/syscalls/sys_enter_nanosleep")
int enter_nanosleep(struct trace_event_raw_sys_enter *context)
{
	begin((struct __kernel_timespec *)context->args[0]);
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_clock_nanosleep")
int enter_clock_nanosleep(struct trace_event_raw_sys_enter *context)
{
	if (!(context->args[1] & absolute_time))
		begin((struct __kernel_timespec *)context->args[2]);
	return 0;
}

SEC("tracepoint/syscalls/sys_exit_nanosleep")
int exit_nanosleep(struct trace_event_raw_sys_exit *context)
{
	end(context->ret);
	return 0;
}

SEC("tracepoint/syscalls/sys_exit_clock_nanosleep")
int exit_clock_nanosleep(struct trace_event_raw_sys_exit *context)
{
	end(context->ret);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
