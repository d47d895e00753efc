import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { GuestIdentity } from '../../kernel/guest/job.ts';

/** Reads the format file of a tracepoint of the guest; null when it has none of that name. */
export function tracepointFormats({
  tree,
}: Pick<GuestIdentity, 'tree'>): (category: string, event: string) => string | null {
  return (category, event) => {
    if (!/^\w+$/.test(category) || !/^\w+$/.test(event)) return null;
    try {
      return readFileSync(path.join(tree, 'sys/kernel/tracing/events', category, event, 'format'), 'utf8');
    } catch {
      return null; // Not a tracepoint of this kernel: its fields stay without names.
    }
  };
}
