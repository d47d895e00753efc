import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineSplitter } from './lines.ts';
import { encodeJob, encodePrestart, parseReply } from './wire.ts';

describe('encodeJob', () => {
  it('counts bytes, not letters, and ends the request', () => {
    const text = encodeJob({ files: { '/job/a.txt': 'ä\n' }, workload: 'true' }).toString('utf8');
    expect(text).toBe('file:/job/a.txt 3\nä\n\nworkload 4\ntrue\nend 0\n\n');
  });

  it('names deadlines as the agent does', () => {
    const text = encodeJob({ files: {}, deadlines: { settle: 2300, total: 9000.4 } }).toString();
    expect(text).toContain('settleMs 4\n2300\n');
    expect(text).toContain('totalMs 4\n9000\n');
  });

  it.each(['job/x', '/job/../etc/passwd', '/job/two words', '/job/new\nline'])('refuses the path %j', (path) => {
    expect(() => encodeJob({ files: { [path]: '' } })).toThrow(JSON.stringify(path));
  });
});

it('asks for a tracer to be held ready', () => {
  const text = encodePrestart('exec bpftrace p.bt', '/job/p.bt').toString();
  expect(text).toBe('prestart 18\nexec bpftrace p.bt\nuntil 9\n/job/p.bt\nend 0\n\n');
});

describe('parseReply', () => {
  it.each(['', '{', 'null', '{"end":"complete"}', '{"end":"won","ready":true}'])(
    'does not take %j for a reply',
    (line) => {
      expect(parseReply(line)).toBeUndefined();
    },
  );
});

describe('lineSplitter', () => {
  it('gives the same lines however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.integer({ min: 1, max: 7 }), (texts, size) => {
        const expected = texts.map((text) => text.replaceAll('\n', ' '));
        const bytes = Buffer.from(expected.map((text) => `${text}\n`).join(''));
        const lines: string[] = [];
        const feed = lineSplitter((line) => lines.push(line));
        for (let start = 0; start < bytes.length; start += size) feed(bytes.subarray(start, start + size));
        expect(lines).toEqual(expected);
      }),
    );
  });
});
