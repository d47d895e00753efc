import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBpftraceOutput } from './bpftrace-output.ts';

describe('parseBpftraceOutput', () => {
  it('keeps printed text raw, big numbers exact and equal keys apart', () => {
    const { records, ready, announced } = parseBpftraceOutput(
      [
        '{"type": "attached_probes", "data": {"probes": 2}}',
        '__BPFTRACE_NOTIFY_PROBES_ATTACHED',
        '{"type": "printf", "data": "a \\"b\\"\\n"}',
        '',
        '',
        '{"type": "map", "data": {"@n": 18446744073709551615}}',
        '{"type": "map", "data": {"@k": {"same": 1, "same": 2}}}',
        '',
      ].join('\n'),
    );
    expect({ ready, announced }).toEqual({ ready: true, announced: 2 });
    expect(records.map(({ text }) => text)).toEqual([
      'a "b"\n',
      '@n: 18446744073709551615',
      '@k[same]: 1',
      '@k[same]: 2',
    ]);
    expect(records.map(({ atExit }) => atExit)).toEqual([undefined, true, true, true]);
  });

  it('reads histograms and statistics', () => {
    const { records } = parseBpftraceOutput(
      '{"type": "hist", "data": {"@h": {"a": [{"max": -1, "count": 1}, {"min": 0, "max": 1, "count": 2}]}}}\n' +
        '{"type": "stats", "data": {"@s": {"count": 1, "average": 5, "total": 5}}}\n',
    );
    expect(records[0]).toMatchObject({
      key: 'a',
      buckets: [
        { max: -1, count: 1 },
        { min: 0, max: 1, count: 2 },
      ],
    });
    expect(records[1]).toMatchObject({ map: '@s', key: '', fields: { count: 1, average: 5, total: 5 } });
  });

  it('loses only the line that cannot be read, and is not fooled by a printed marker', () => {
    const out = parseBpftraceOutput(
      '{"type": "printf", "data": "__BPFTRACE_NOTIFY_PROBES_ATTACHED\\n"}\n{"type": "pri',
    );
    expect(out).toMatchObject({ ready: false, other: ['{"type": "pri'] });
    expect(out.records).toHaveLength(1);
  });

  it('gives back any printed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = JSON.stringify({ type: 'printf', data: text });
        expect(parseBpftraceOutput(`${line}\n`).records[0]?.text).toBe(text);
      }),
    );
  });
});
