import type { OutputRecord } from '../../ken/kernel/observation.ts';

/**
 * Records without what the kernel's trace pipe puts before every line of bpf_printk: name and id of the current thread
 * are not the program's answer, and the id is not that of the process.
 */
export function ownRecords(records: readonly OutputRecord[]): OutputRecord[] {
  return records.map((record) =>
    record.source === 'trace-pipe' ? { ...record, text: record.text.replace(tracePrefix, '') } : record,
  );
}

const tracePrefix = /^[^\n]{0,200}?bpf_trace_printk: /;
