import { describe, expect, it } from 'vitest';
import { ownRecords } from './own-records.ts';

const line = '       dial-four-24211   [000] ...11    35.1: bpf_trace_printk: connect by 24211: bpf_trace_printk: x';

describe('ownRecords', () => {
  it('drops the prefix of trace-pipe lines and nothing else', () => {
    expect(ownRecords([{ source: 'trace-pipe', sequence: 1, text: line }])[0]?.text).toBe(
      'connect by 24211: bpf_trace_printk: x',
    );
    expect(ownRecords([{ source: 'print', sequence: 1, text: line }])[0]?.text).toBe(line);
    expect(ownRecords([{ source: 'trace-pipe', sequence: 1, text: 'no prefix' }])[0]?.text).toBe('no prefix');
  });
});
