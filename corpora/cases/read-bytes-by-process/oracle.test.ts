import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const account = `
writer name=kendelta pid=26111 written=214919
failing name=kenomega pid=26218 failed=50
reader name=kenalpha pid=26325 returned=324679 requested=5373952 written=150090
positioned name=kengamma pid=26432 returned=300922
reader name=kenbeta pid=26539 returned=364784 requested=5242880 written=0
done pid=26005`;

type Totals = Record<string, number | string>;
const right: Totals = { kenalpha: 324679, kenbeta: 364784, kengamma: 150461, bpftrace: 48 };

const entries = (totals: Totals, map = '@') => Object.entries(totals).map(([key, value]) => ({ map, key, value }));

const accepts = (totals: Totals, map?: string): boolean =>
  oracle(observed(account, [], entries(totals, map))).every(({ holds }) => holds);

const acceptsLines = (...lines: readonly string[]): boolean =>
  oracle(observed(account, lines)).every(({ holds }) => holds);

describe('oracle of read-bytes-by-process', () => {
  it('accepts sums by name or id, with or without pread, with a few errors or start-up reads in them', () => {
    expect(accepts(right)).toBe(true);
    expect(accepts({ '26325,kenalpha': 324679 - 6 * 9 + 832, '26539,kenbeta': 364784, '26218,kenomega': -1050 })).toBe(
      true,
    );
  });

  it('accepts a table of both directions and sums for each interval', () => {
    expect(
      acceptsLines('26325 kenalpha 324679 150090\n', '26539 kenbeta 364784 0\n', '26111 kendelta 0 214919\n'),
    ).toBe(true);
    expect(acceptsLines('kenalpha: 300000\n', 'kenbeta: 364784\n', 'kenalpha: 24679\n')).toBe(true);
  });

  it('accepts a second map with written bytes', () => {
    const written = entries({ kenalpha: 150090, kendelta: 214919 }, '@written');
    expect(oracle(observed(account, [], [...entries(right), ...written])).every(({ holds }) => holds)).toBe(true);
  });

  it('accepts one map for both directions when its key tells them apart', () => {
    const both = {
      'kenalpha,read': 324679,
      'kenalpha,write': 150090,
      'kenbeta,read': 364784,
      'kendelta,write': 214919,
    };
    expect(accepts(both)).toBe(true);
  });

  it('refuses requested bytes, mixed bytes, written bytes, counts and KiB', () => {
    expect(accepts({ ...right, kenalpha: 5373952, kenbeta: 5242880 })).toBe(false);
    expect(accepts({ ...right, kenalpha: 324679 + 150090, kendelta: 214919 })).toBe(false);
    expect(accepts({ ...right, kendelta: 214919 })).toBe(false);
    expect(accepts({ kenalpha: 150090, kendelta: 214919 })).toBe(false);
    expect(accepts({ kenalpha: 82, kenbeta: 80 })).toBe(false);
    expect(accepts({ kenalpha: 317, kenbeta: 356 })).toBe(false);
  });

  it('refuses errors as huge numbers, sums by thread, one sum for all and a line for each read', () => {
    expect(accepts({ ...right, kenomega: '18446744073709550566' })).toBe(false);
    expect(accepts({ '26325': 324679, '26539': 230161, '26540': 134623 })).toBe(false);
    expect(accepts({ '': 324679 + 364784 })).toBe(false);
    const events = [
      ...Array<string>(41).fill('kenalpha 7919\n'),
      ...Array<string>(23).fill('kenbeta 10007\n'),
      ...Array<string>(17).fill('kenbeta 7919\n'),
    ];
    expect(acceptsLines(...events)).toBe(false);
  });

  it('does not judge when the readers did not read', () => {
    expect(() => oracle(observed(account.replace('returned=324679', 'returned=0'), []))).toThrow(KenError);
  });
});
