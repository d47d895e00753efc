import { describe, expect, it } from 'vitest';
import { indexPlaces } from './search-probes.ts';

const index = indexPlaces({
  functions: ['tcp_connect', 'tcp_v4_connect', 'vfs_read', 'vfs_write', 'tcp_sendmsg', 'do_sys_open'],
  events: ['sched:sched_switch', 'syscalls:sys_enter_mount', 'syscalls:sys_exit_mount'],
});

describe('search of probes', () => {
  it('finds the names that share the rarest words, best first', () => {
    expect(index.search('Trace TCP connections that connect', 'bpftrace', 2)).toEqual([
      'kprobe:tcp_connect',
      'kprobe:tcp_v4_connect',
    ]);
  });

  it('writes them as the framework does', () => {
    expect(index.search('mounts', 'libbpf', 2)).toEqual([
      'tracepoint/syscalls/sys_enter_mount',
      'tracepoint/syscalls/sys_exit_mount',
    ]);
  });

  it('finds nothing where nothing is alike, and not more than asked for', () => {
    expect(index.search('zebra', 'bpftrace', 10)).toEqual([]);
    expect(index.search('tcp vfs read write', 'bpftrace', 1)).toHaveLength(1);
  });
});
