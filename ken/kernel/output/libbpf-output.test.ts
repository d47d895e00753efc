import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLibbpfOutput } from './libbpf-output.ts';

const lines = (...values: unknown[]): string => values.map((value) => JSON.stringify(value)).join('\n') + '\n';
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const word = (value: bigint): string => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes.toString('hex');
};

describe('parseLibbpfOutput', () => {
  it('reads programs, ready and the end', () => {
    const program = { name: 'f', section: 'kprobe/f', attached: false, reason: 'No such file or directory' };
    const output = parseLibbpfOutput(
      lines({ event: 'program', ...program }, { event: 'ready', marker: '' }, { event: 'end' }),
    );
    expect(output).toMatchObject({ programs: [program], ready: true, failed: null, records: [], other: [] });
  });

  it('takes the kernel prefix from trace lines, and only that', () => {
    const trace = (text: string) => ({ event: 'trace', text });
    const prefix = '           mount-176     [001] ...21    85.971430: bpf_trace_printk: ';
    const { records, lost } = parseLibbpfOutput(
      lines(
        trace(`${prefix}a-1 [0] x: bpf_trace_printk: b`),
        trace('second line'),
        trace(''),
        trace('CPU:0 [LOST 7 EVENTS]'),
      ),
    );
    expect(records.map(({ text }) => text)).toEqual(['a-1 [0] x: bpf_trace_printk: b', 'second line']);
    expect(lost).toBe(7);
  });

  it('leaves out internal maps and keeps lines that it cannot read', () => {
    const internal = { event: 'map', map: 'p.rodata', key: '00000000', value: '61', internal: true };
    const output = parseLibbpfOutput(`${lines(internal)}{"event":"ring","map":"e","byt`);
    expect(output).toMatchObject({ records: [], other: ['{"event":"ring","map":"e","byt'] });
  });

  it('reads keys as numbers, text or hex', () => {
    const entry = (key: string) => ({ event: 'map', map: 'm', key, value: '01' });
    const text = Buffer.from('bash\0\0').toString('hex');
    const { records } = parseLibbpfOutput(lines(entry('01020000'), entry(text), entry('010203'), entry('')));
    expect(records.map(({ key }) => key)).toEqual(['513', 'bash', '010203', '']);
    expect(records[1]?.text).toBe('m[bash]: 1');
    expect(records.every(({ atExit }) => atExit)).toBe(true);
  });

  it('keeps every 64-bit value exact, and adds per-CPU values', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { minLength: 1, maxLength: 4 }), (values) => {
        const per = { event: 'map', map: 'm', key: '00', values: values.map(word) };
        const one = { event: 'map', map: 'm', key: '00', value: word(values[0] ?? 0n) };
        const [sum, single] = parseLibbpfOutput(lines(per, one)).records;
        expect(BigInt(sum?.value ?? -1)).toBe(
          BigInt.asUintN(
            64,
            values.reduce((total, value) => total + value, 0n),
          ),
        );
        expect(BigInt(single?.value ?? -1)).toBe(values[0]);
        expect(sum?.bytes).toHaveLength(8);
      }),
    );
  });

  it('gives back the bytes of every ring record', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (all) => {
        const { records } = parseLibbpfOutput(
          lines(...all.map((bytes) => ({ event: 'ring', map: 'e', bytes: hex(bytes) }))),
        );
        expect(records.map(({ bytes }) => bytes)).toEqual(all);
        expect(records.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index));
      }),
    );
  });

  it('reads any text without failing, and loses no line', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.json())), (parts) => {
        const text = parts.map((part) => part.replaceAll('\n', ' ')).filter((part) => part !== '');
        expect(parseLibbpfOutput(text.join('\n')).other).toEqual(text);
      }),
    );
  });
});
