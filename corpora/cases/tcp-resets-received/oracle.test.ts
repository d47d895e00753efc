import { describe, expect, it } from 'vitest';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const resets: readonly (readonly [number, number])[] = [
  [31013, 18081],
  [18081, 33413],
  [35509, 23117],
  [23117, 36217],
  [38303, 26711],
  [39409, 27803],
];

const account = [
  ...resets.map(([local, remote]) => `reset local=${local} remote=${remote} family=4`),
  'closed local=30011 remote=18081',
  'closed local=37201 remote=23117',
].join('\n');

const failures = (show: (local: number, remote: number) => string, ...more: string[]): number =>
  oracle(observed(account, [...resets.map(([local, remote]) => show(local, remote)), ...more])).filter(
    ({ holds }) => !holds,
  ).length;

const swapped = (port: number): number => ((port & 255) << 8) | (port >> 8);

describe('oracle of tcp-resets-received', () => {
  it('accepts the local port first, labels in any order, and the segment with its own source', () => {
    expect(failures((local, remote) => `${local} ${remote}\n`)).toBe(0);
    expect(failures((local, remote) => `127.0.0.1:${local} <- 127.0.0.1:${remote}\n`)).toBe(0);
    expect(failures((local, remote) => `remote=${remote} local=${local}\n`)).toBe(0);
    expect(failures((local, remote) => `RST from source ${remote} to destination ${local}\n`)).toBe(0);
  });

  it('refuses sides and bytes that are swapped, and connections that are closed', () => {
    expect(failures((local, remote) => `local=${remote} remote=${local}\n`)).toBe(6);
    expect(failures((local, remote) => `${remote} ${local}\n`)).toBe(6);
    expect(failures((local, remote) => `${local} ${swapped(remote)}\n`)).toBe(12);
    expect(failures((local, remote) => `${local} ${remote}\n`, '30011 18081\n')).toBe(1);
    expect(failures((local) => `${local}\n`)).toBe(6);
  });
});
