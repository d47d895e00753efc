import type { Framework } from '../program.ts';
import type { Example } from './prompter.ts';

/** Short programs of our own, for `retrieval: fixed`. None of them solves a test case. */
export const fixedExamples: Readonly<Record<Framework, readonly Example[]>> = {
  bpftrace: [
    {
      id: 'fixed/exec',
      prompt: 'Print the process id and name of every program that starts.',
      program: 'tracepoint:sched:sched_process_exec { printf("%d %s\\n", pid, comm); }',
    },
    {
      id: 'fixed/switches',
      prompt: 'Show the number of context switches in each second.',
      program:
        'tracepoint:sched:sched_switch { @switches = count(); }\n\ninterval:s:1 { print(@switches); clear(@switches); }',
    },
    {
      id: 'fixed/sleep-time',
      prompt: 'Show how long clock_nanosleep calls take, in microseconds, as a histogram by program.',
      program: `tracepoint:syscalls:sys_enter_clock_nanosleep { @start[tid] = nsecs; }

tracepoint:syscalls:sys_exit_clock_nanosleep /@start[tid]/
{
  @microseconds[comm] = hist((nsecs - @start[tid]) / 1000);
  delete(@start[tid]);
}

END { clear(@start); }`,
    },
    {
      id: 'fixed/unlink',
      prompt: 'Report every file that is deleted, with the program that does it.',
      program: `kprobe:vfs_unlink
{
  $entry = (struct dentry *)arg2;
  printf("%s deletes %s\\n", comm, str($entry->d_name.name));
}`,
    },
    {
      id: 'fixed/on-cpu',
      prompt: 'Which kernel code paths use the processors most?',
      program: 'profile:hz:49 { @[kstack] = count(); }',
    },
  ],
  libbpf: [
    {
      id: 'fixed/exec',
      prompt: 'Print the process id and name of every program that starts.',
      program: `#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

SEC("tracepoint/sched/sched_process_exec")
int report_exec(void *context)
{
	char name[16];

	bpf_get_current_comm(name, sizeof(name));
	bpf_printk("%d %s", (int)(bpf_get_current_pid_tgid() >> 32), name);
	return 0;
}`,
    },
    {
      id: 'fixed/unlink',
      prompt: 'Count the files that each process deletes.',
      program: `#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, u32);
	__type(value, u64);
} deletions SEC(".maps");

SEC("kprobe/vfs_unlink")
int BPF_KPROBE(count_unlink)
{
	u32 process = bpf_get_current_pid_tgid() >> 32;
	u64 first = 1, *count = bpf_map_lookup_elem(&deletions, &process);

	if (count)
		__sync_fetch_and_add(count, 1);
	else
		bpf_map_update_elem(&deletions, &process, &first, BPF_NOEXIST);
	return 0;
}`,
    },
  ],
};
