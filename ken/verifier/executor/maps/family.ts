import type { MapDefinition } from '../../elf/object.ts';

/** How a map behaves. `storage`: keyed by a kernel object. `queue`, `stack`: without keys. `opaque`: only passed on. */
export type MapFamily = 'array' | 'hash' | 'queue' | 'stack' | 'storage' | 'opaque' | 'unsupported';

export function familyOf({ typeName }: MapDefinition): MapFamily {
  return families[typeName] ?? 'unsupported';
}

const families: Readonly<Record<string, MapFamily>> = {
  hash: 'hash',
  lru_hash: 'hash',
  percpu_hash: 'hash',
  lru_percpu_hash: 'hash',
  array: 'array',
  percpu_array: 'array',
  queue: 'queue',
  stack: 'stack',
  task_storage: 'storage',
  inode_storage: 'storage',
  sk_storage: 'storage',
  cgrp_storage: 'storage',
  ringbuf: 'opaque',
  perf_event_array: 'opaque',
  stack_trace: 'opaque',
  cgroup_array: 'opaque',
};
