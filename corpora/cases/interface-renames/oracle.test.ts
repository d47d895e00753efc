import { describe, expect, it } from 'vitest';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const renames = [
  { actor: 'names-ioctl', pid: 24211, from: 'ken-old-a', to: 'wan-seven' },
  { actor: 'names-ioctl', pid: 24211, from: 'wan-seven', to: 'wan-eight' },
  { actor: 'names-netlink', pid: 24317, from: 'ken-old-b', to: 'lan-nine' },
  { actor: 'names-third', pid: 24421, from: 'ken-old-c', to: 'dmz-four' },
];

const account = [
  ...renames.map(
    (fields) =>
      `rename ${Object.entries(fields)
        .map((pair) => pair.join('='))
        .join(' ')}`,
  ),
  'decoy actor=change-decoy pid=24709',
].join('\n');

type Rename = (typeof renames)[number];

const failures = (show: (rename: Rename) => string[], ...more: string[]): number =>
  oracle(observed(account, [...renames.flatMap(show), ...more])).filter(({ holds }) => !holds).length;

describe('oracle of interface-renames', () => {
  it('accepts any sensible layout', () => {
    expect(failures(({ pid, from, to }) => [`${pid} ${from} -> ${to}\n`])).toBe(0);
    expect(failures(({ actor, from, to }) => [`${actor}: new name ${to}, old name ${from}\n`])).toBe(0);
    expect(failures(({ pid, from, to }) => [`PID: ${pid}\n`, `Old name: ${from}\n`, `New name: ${to}\n`])).toBe(0);
  });

  it('refuses names that are mixed up, missing or reported twice, and other changes', () => {
    expect(failures(({ pid, from, to }) => [`${pid} ${to} -> ${from}\n`])).toBe(4);
    expect(failures(({ pid, from, to }) => [`${pid} old=${to} new=${from}\n`])).toBe(4);
    expect(failures(({ pid, to }) => [`${pid} ${to} -> ${to}\n`])).toBe(4);
    expect(failures(({ pid, from, to }) => [`${pid} ${from} ${to}\n`, `${pid} ${from} ${to}\n`])).toBe(4);
    expect(failures(({ pid, from, to }) => [`${pid} ${from} ${to}\n`], '24709 ken-still ken-still\n')).toBe(2);
  });
});
