import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GuestPool } from '../guest/job.ts';
import { openGuestPool } from '../guest/pool.ts';
import { createGate } from './gate.ts';

let pool: GuestPool;
beforeAll(async () => {
  pool = await openGuestPool({ size: 1 });
});
afterAll(async () => {
  await pool.close();
});

it('attaches to functions and events of modules that the guest has not loaded', async () => {
  const script = 'kprobe:xfs_file_open { @ = count(); } tracepoint:kvm:kvm_exit { @exits = count(); }';
  expect(await createGate(pool).check({ framework: 'bpftrace', text: script })).toMatchObject({ status: 'accepted' });
  const object = `#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
char LICENSE[] SEC("license") = "GPL";
SEC("kprobe/md_flush_request") int on_flush(void *context) { return 0; }`;
  expect(await createGate(pool).check({ framework: 'libbpf', text: object })).toMatchObject({ status: 'accepted' });
});

it('says so when no module has the function either', async () => {
  const missing = { framework: 'bpftrace', text: 'kprobe:xfs_no_such_function { @ = count(); }' } as const;
  expect(await createGate(pool).check(missing)).toMatchObject({ status: 'attach-failed' });
});
