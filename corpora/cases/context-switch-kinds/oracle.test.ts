import { describe, expect, it } from 'vitest';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const processes = [
  { name: 'ken-sleeper', pid: 24113, voluntary: 97, involuntary: 0 },
  { name: 'ken-yielder', pid: 24217, voluntary: 2, involuntary: 243 },
  { name: 'ken-mixed', pid: 24431, voluntary: 131, involuntary: 206 },
  { name: 'ken-yielder2', pid: 24329, voluntary: 0, involuntary: 309 },
];
type Process = (typeof processes)[number];

const account = processes
  .map((one) => `switches name=${one.name} pid=${one.pid} voluntary=${one.voluntary} involuntary=${one.involuntary}`)
  .join('\n');

const mapFailures = (entries: (one: Process) => { map: string; key: string; value: number }[]): number =>
  oracle(observed(account, [], processes.flatMap(entries))).filter(({ holds }) => !holds).length;

describe('oracle of context-switch-kinds', () => {
  it('accepts two maps, two keys and columns', () => {
    const twoMaps = ({ pid, voluntary, involuntary }: Process): { map: string; key: string; value: number }[] => [
      { map: '@voluntary', key: `${pid}`, value: voluntary + 1 },
      { map: '@involuntary', key: `${pid}`, value: involuntary },
    ];
    expect(mapFailures(twoMaps)).toBe(0);
    const twoKeys = ({ pid, voluntary, involuntary }: Process): { map: string; key: string; value: number }[] => [
      { map: '@', key: `${pid}, vol`, value: voluntary },
      { map: '@', key: `${pid}, nonvol`, value: involuntary },
    ];
    expect(mapFailures(twoKeys)).toBe(0);
    const lines = processes.map(({ pid, voluntary, involuntary }) => `${pid} ${voluntary} ${involuntary}\n`);
    expect(oracle(observed(account, lines)).every(({ holds }) => holds)).toBe(true);
  });

  it('refuses kinds that are exchanged, that are one number, or of which one is missing', () => {
    const turned = ({ pid, voluntary, involuntary }: Process): { map: string; key: string; value: number }[] => [
      { map: '@voluntary', key: `${pid}`, value: involuntary },
      { map: '@involuntary', key: `${pid}`, value: voluntary },
    ];
    expect(mapFailures(turned)).toBeGreaterThan(1);
    expect(
      mapFailures(({ pid, voluntary, involuntary }) => [{ map: '@', key: `${pid}`, value: voluntary + involuntary }]),
    ).toBeGreaterThan(1);
    expect(mapFailures(({ pid, voluntary }) => [{ map: '@voluntary', key: `${pid}`, value: voluntary }])).toBe(3);
  });
});
