import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const forks = [
  { call: 'fork', parent: 20173, child: 23419, name: 'kenelder', leaf: 1 },
  { call: 'fork-syscall', parent: 20173, child: 23421, name: 'kenelder', leaf: 1 },
  { call: 'vfork', parent: 20173, child: 23422, name: 'kenelder', leaf: 1 },
  { call: 'clone3', parent: 20173, child: 23423, name: 'kenelder', leaf: 1 },
  { call: 'fork-long-lived', parent: 20173, child: 23424, name: 'kenelder', leaf: 1 },
  { call: 'vfork-outer', parent: 23417, child: 23418, name: 'kenouter', leaf: 0 },
  { call: 'fork-in-vfork', parent: 23418, child: 23420, name: 'kenmiddle', leaf: 1 },
  { call: 'posix_spawn', parent: 20173, child: 23425, name: 'kenelder', leaf: 0 },
  { call: 'fork-renamed', parent: 20173, child: 23426, name: 'kenrenamed', leaf: 1 },
];
type Fork = (typeof forks)[number];

const account = [
  ...forks.map(
    (fork) =>
      `fork ${Object.entries(fork)
        .map((pair) => pair.join('='))
        .join(' ')}`,
  ),
  'done pid=15340',
].join('\n');

const accepts = (show: (fork: Fork) => readonly string[]): boolean =>
  oracle(observed(account, ['Tracing forks\n', ...forks.flatMap(show)])).every(({ holds }) => holds);

describe('oracle of fork-events', () => {
  it('accepts one line, one line of several printfs, a block of lines and a line without an end', () => {
    expect(accepts(({ parent, child, name }) => [`${parent} ${name} ${child} ${name}\n`])).toBe(true);
    expect(accepts(({ parent, child, name }) => [`${name}[${parent}] -> `, `${name}[${child}]\n`])).toBe(true);
    expect(accepts(({ parent, child, name }) => [`Parent PID: ${parent}\nChild PID: ${child}\nName: ${name}\n`])).toBe(
      true,
    );
    expect(accepts(({ parent, child, name }) => [`pid ${child} comm ${name} ppid ${parent}`])).toBe(true);
  });

  it('accepts a map of pairs', () => {
    const maps = forks.map(({ parent, child, name }) => ({
      map: '@',
      key: `${parent},${name},${child},${name}`,
      value: 1,
    }));
    expect(oracle(observed(account, [], maps)).filter(({ holds }) => !holds)).toEqual([]);
  });

  it('rejects the end of processes, which misses the child that stays', () => {
    const ended = ({ call, parent, child, name }: Fork): string[] =>
      call === 'fork-long-lived' ? [] : [`${parent} ${name} ${child} ${name}\n`];
    expect(accepts(ended)).toBe(false);
  });

  it('rejects a missing kind of fork, a missing id and a missing name', () => {
    expect(accepts(({ call, parent, child, name }) => (call === 'vfork' ? [] : [`${parent} ${name} ${child}\n`]))).toBe(
      false,
    );
    expect(accepts(({ parent, name }) => [`${parent} ${name}\n`])).toBe(false);
    expect(accepts(({ parent, child }) => [`${parent} ${child}\n`])).toBe(false);
  });

  it('rejects a fork told twice, a child told as a parent, and swapped labels', () => {
    expect(accepts(({ parent, child, name }) => Array<string>(2).fill(`${parent} ${name} ${child}\n`))).toBe(false);
    expect(accepts(({ parent, child, name }) => [`${parent} ${name} ${child}\n`, `${child} ${name} 0\n`])).toBe(false);
    expect(accepts(({ parent, child, name }) => [`parent ${child} ${name} child ${parent}\n`])).toBe(false);
  });

  it('rejects silence, and throws when the workload did not fork', () => {
    expect(accepts(() => [])).toBe(false);
    expect(() => oracle(observed('done pid=1', []))).toThrow(KenError);
  });
});
