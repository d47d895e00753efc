import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const actors = [
  { name: 'kenjit', pid: 311, programs: 1 },
  { name: 'kenclassic', pid: 24211, programs: 5 },
  { name: 'kenseccomp', pid: 24317, programs: 3 },
  { name: 'kenextended', pid: 24421, programs: 7 },
];
const decoys = [
  { name: 'kenrefused', pid: 24533 },
  { name: 'kenattach', pid: 24611 },
  { name: 'kenexec', pid: 24709 },
];
const account = [
  ...actors.map(({ name, pid, programs }) => `compiled actor=${name} pid=${pid} programs=${programs}`),
  ...decoys.map(({ name, pid }) => `decoy actor=${name} pid=${pid} programs=0`),
].join('\n');

type Show = (actor: { name: string; pid: number }) => string | string[];
const events = (show: Show): string[] =>
  actors.flatMap((actor) => Array.from({ length: actor.programs }, () => show(actor)).flat());
const failures = (printed: readonly string[], maps: { map: string; key: string; value: number }[] = []): number =>
  oracle(observed(account, printed, maps)).filter(({ holds }) => !holds).length;

describe('oracle of bpf-jit', () => {
  it('accepts events with and without the process, and counters', () => {
    expect(failures(events(({ pid, name }) => `${name} ${pid}\n`))).toBe(0);
    expect(failures(['Tracing JIT\n', ...events(() => 'BPF JIT compile event\n')])).toBe(0);
    expect(failures(events(({ pid }) => [`${pid} starts\n`, `${pid} ends\n`]))).toBe(0);
    expect(failures([], [{ map: '@', key: '', value: 16 }])).toBe(0);
    expect(
      failures(
        [],
        actors.map(({ name, programs }) => ({ map: '@', key: name, value: programs })),
      ),
    ).toBe(0);
  });

  it('refuses missing kinds, decoys, double reports, a heading alone', () => {
    expect(failures(events(({ name }) => (name === 'kenextended' ? [] : `${name}\n`)))).toBe(1);
    expect(failures([...events(({ pid }) => `${pid}\n`), '24533\n', '24709\n'])).toBe(2);
    expect(failures(events(({ pid }) => [`${pid}\n`, `${pid}\n`]))).toBe(4);
    expect(failures([...events(() => 'event\n'), 'event\n'])).toBe(1);
    expect(failures(['Tracing JIT compile events... Hit Ctrl-C to end.\n'])).toBe(1);
    expect(failures([])).toBe(1);
    expect(failures([], [{ map: '@', key: '', value: 17 }])).toBe(1);
  });

  it('does not judge an incomplete workload', () => {
    expect(() => oracle(observed(account.replace(/compiled .*\n/, ''), []))).toThrow(KenError);
  });
});
