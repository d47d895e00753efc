import { describe, expect, it } from 'vitest';
import { repairKernelDrift } from './kernel-drift.ts';

const functions = ['swap_read_folio', 'kmem_cache_alloc_noprof', '__kmalloc_noprof', 'vfs_read'];
const isTraceable = (name: string): boolean => functions.includes(name);

describe('repairKernelDrift', () => {
  it('names the function that the guest has, for entry and return', () => {
    const text =
      'BEGIN { printf("kprobe:swap_readpage"); }\nkprobe:swap_readpage, kretprobe:__kmalloc /pid/ { @ = count(); }';
    const repaired = repairKernelDrift(text, isTraceable);
    expect(repaired?.text).toBe(
      'BEGIN { printf("kprobe:swap_readpage"); }\nkprobe:swap_read_folio, kretprobe:__kmalloc_noprof /pid/ { @ = count(); }',
    );
    expect(repaired?.repairs).toHaveLength(2);
  });

  it('puts a raw tracepoint for an inlined function once, and never for its return', () => {
    const text =
      'kprobe:blk_account_io_start,\nkprobe:__blk_account_io_start { @s[arg0] = nsecs; }\nkretprobe:blk_account_io_done { }';
    expect(repairKernelDrift(text, isTraceable)?.text).toBe(
      'kprobe:blk_account_io_start,\nrawtracepoint:block_io_start { @s[arg0] = nsecs; }\nkretprobe:blk_account_io_done { }',
    );
  });

  it.each([
    ['kprobe:vfs_read { }'],
    ['kprobe:kmem_cache_alloc, kprobe:kmem_cache_alloc_noprof { }'],
    ['kprobe:kmem_cache_alloc* { }'],
    ['kprobe:alloc_pages { }'],
    ['tracepoint:kmem:kmem_cache_alloc { }'],
    ['kprobe:'],
  ])('leaves alone %s', (text) => {
    expect(repairKernelDrift(text, isTraceable)).toBeNull();
  });
});
