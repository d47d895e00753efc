import { itemsOf, type Item } from '../../harness/judge/toolbox.ts';

/**
 * The items of an observation without what the kernel's trace pipe puts before every line of bpf_printk: name and id of
 * the current thread are not the program's answer, and the id is not that of the process.
 */
export function ownOutput(observation: Parameters<typeof itemsOf>[0]): Item[] {
  return itemsOf(observation).map((item) =>
    item.kind === 'trace' ? { ...item, text: item.text.replace(tracePrefix, '') } : item,
  );
}

const tracePrefix = /^[^\n]{0,200}?bpf_trace_printk: /;
