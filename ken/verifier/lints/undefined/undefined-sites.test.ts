import { describe, expect, it } from 'vitest';
import { readC } from '../c-tree/c-nodes.ts';
import { removedSites } from './removed-sites.ts';
import { undefinedSites } from './undefined-sites.ts';

/** `kind line` of each site of a function with this body. */
async function sites(body: string, before = ''): Promise<string[]> {
  const tree = await readC(`${before}\nint f(__u64 n, __u64 m, __u32 k)\n{\n${body}\n}`);
  const last = tree?.functions.at(-1);
  if (!last) throw new Error('no function was read');
  return undefinedSites(last.node, 32).map(({ kind, unused, times }) => `${times} ${kind}${unused ? ' unused' : ''}`);
}

describe('what is undefined for some input', () => {
  it.each([
    ['return 100 / n;', ['1 division']],
    ['return 100 % n;', ['1 division']],
    ['__u64 q = 100 / n; return 0;', ['1 division unused']],
    ['m /= n; return m;', ['1 division']],
    ['return 1ULL << n;', ['1 shift']],
    ['__u64 s = m & 31; s += 1; return 1ULL << s;', ['1 shift']],
    ['__u64 s = m & 64; return 1ULL << s;', ['1 shift']],
    ['if (m != 0) return 100 / n; return 0;', ['1 division']],
    ['if (n != 0) { n = m; return 100 / n; } return 0;', ['1 division']],
    ['if (!n) k = 1; return 100 / n;', ['1 division']],
    ['if (n >= 0) return 100 / n; return 0;', ['1 division']],
    ['if (n != 0 || m) return 100 / n; return 0;', ['1 division']],
    ['__u64 z = 0; return n / z;', ['1 division']],
    ['return n / (m - m);', ['1 division']],
    ['return k << 32;', ['1 shift']],
    ['return n ? 0 : 100 / n;', ['1 division']],
    ['while (n) { n -= 1; m = 100 / n; } return m;', ['1 division']],
    ['if (n != 0) { bpf_probe_read_kernel(&n, 8, 0); return 100 / n; } return 0;', ['1 division']],
  ])('%s', async (body, expected) => {
    expect(await sites(body)).toEqual(expected);
  });
});

describe('what the source rules out', () => {
  it.each([
    'return n / 1000;',
    '__u64 s = m & 31; return 1ULL << s;',
    '__u64 d = m | 1; return n / d;',
    'const __u64 step = 10; return n / step;',
    'return n / (1000 * 1000);',
    'return n / sizeof(n);',
    'return n / NSEC_PER_SEC;',
    'return n >> 32;',
    'if (n != 0) return 100 / n; return 0;',
    'if (0 < n && m) return 100 / n; return 0;',
    'if (!n) return 0; return 100 / n;',
    'if (n == 0 || m == 0) return 0; return 100 / n + 100 / m;',
    'return n ? 100 / n : 0;',
    'return n != 0 && 100 / n > 3;',
    'return n == 0 || 100 / n > 3;',
    'return 100 / (n | 1);',
    'return 1ULL << (n & 31);',
    'if (n < 32) return 1ULL << n; return 0;',
    '__ken_assume(1, n > 0); return 100 / n;',
  ])('%s', async (body) => {
    expect(await sites(body)).toEqual([]);
  });
});

it('sees through the macros of the text', async () => {
  expect(await sites('return SHARE(m, n);', '#define SHARE(a, b) ((a) / (b))')).toEqual(['1 division']);
  expect(await sites('return SHARE(m, 5);', '#define SHARE(a, b) ((a) / (b))')).toEqual([]);
});

describe('what the bytecode still shows', () => {
  const site = (line: number, key: string, unused = false) => ({
    ...{ kind: 'division' as const, line, key, times: 1, unused },
  });
  const place = (line: number, column: number) => ({ kind: 'division' as const, line, column });

  it('is looked for in its own line, when lines are known', () => {
    expect(removedSites([site(3, 'a'), site(4, 'b')], [place(3, 1), place(4, 1)])).toEqual([]);
    expect(removedSites([site(3, 'a'), site(4, 'b')], [place(3, 1), place(3, 2)])).toEqual([site(4, 'b')]);
  });

  it('does not count copies of one operation twice', () => {
    expect(removedSites([site(3, 'a'), site(3, 'b')], [place(3, 1), place(3, 1)])).toEqual([site(3, 'b')]);
  });

  it('is counted without lines', () => {
    expect(removedSites([site(3, 'a'), site(4, 'b')], [place(0, 0), place(0, 0)])).toEqual([]);
    expect(removedSites([site(3, 'a'), site(4, 'b')], [place(0, 0)])).toEqual([site(4, 'b')]);
  });

  it('needs one operation for two that are the same', () => {
    expect(removedSites([site(3, 'a'), site(4, 'a')], [place(4, 1)])).toEqual([]);
  });

  it('never has a result that nothing uses', () => {
    expect(removedSites([site(3, 'a', true)], [place(3, 1)])).toEqual([site(3, 'a', true)]);
  });
});
