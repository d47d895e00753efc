import { describe, expect, it } from 'vitest';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const changes = [
  { actor: 'pipe-plain', pid: 24211, asked: 100001, capacity: 131072 },
  { actor: 'pipe-plain', pid: 24211, asked: 5003, capacity: 8192 },
  { actor: 'pipe-plain', pid: 24211, asked: 300007, capacity: 524288 },
  { actor: 'pipe-thread', pid: 24317, asked: 77777, capacity: 131072 },
  { actor: 'pipe-thread', pid: 24317, asked: 555555, capacity: 1048576 },
];

const account = [
  ...changes.map(
    (fields) =>
      `change ${Object.entries(fields)
        .map((pair) => pair.join('='))
        .join(' ')}`,
  ),
  'refused pid=24611 asked=9191',
  'decoy actor=fcntl-decoy pid=24709',
].join('\n');

type Change = (typeof changes)[number];

const failures = (show: (change: Change) => string[], ...more: string[]): number =>
  oracle(observed(account, [...changes.flatMap(show), ...more])).filter(({ holds }) => !holds).length;

describe('oracle of pipe-capacity', () => {
  it('accepts both sizes in one report or in two', () => {
    expect(failures(({ pid, asked, capacity }) => [`${pid} ${asked} -> ${capacity}\n`])).toBe(0);
    expect(failures(({ pid, asked, capacity }) => [`${pid} asks for ${asked}\n`, `${pid} gets ${capacity}\n`])).toBe(0);
  });

  it('accepts a refusal as a failure and as a mere request, not as a success', () => {
    const right = ({ pid, asked, capacity }: Change): string[] => [`${pid} ${asked} -> ${capacity}\n`];
    expect(failures(right, '24611 asked for 9191: -16\n')).toBe(0);
    expect(failures(right, '24611 asks for 9191\n')).toBe(0);
    expect(failures(right, '24611 9191 -> 9191\n')).toBe(1);
    expect(failures(right, '24611 pipe-full asked for 9191 bytes, got 9191\n')).toBe(1);
  });

  it('refuses a missing size and other commands', () => {
    expect(failures(({ pid, asked }) => [`${pid} ${asked}\n`])).toBe(5);
    expect(failures(({ pid, capacity }) => [`${pid} ${capacity}\n`])).toBe(5);
    expect(failures(({ pid, asked, capacity }) => [`${pid} ${asked} ${capacity}\n`], '24709 70 3\n')).toBe(1);
  });
});
