import { expect, it } from 'vitest';
import { ownOutput } from './own-output.ts';

it('drops the prefix of the trace pipe and nothing else', () => {
  const line = '           kenwl-2101    [001] ...11    12.345678: bpf_trace_printk: mount by 77';
  const texts = ownOutput({
    records: [
      { source: 'trace-pipe', sequence: 0, text: line },
      { source: 'trace-pipe', sequence: 1, text: 'mount by 78' },
      { source: 'print', sequence: 2, text: line },
    ],
  }).map(({ text }) => text);
  expect(texts).toEqual(['mount by 77', 'mount by 78', line]);
});
