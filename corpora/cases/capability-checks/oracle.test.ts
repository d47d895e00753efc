import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import { capabilityNames } from './capability-names.ts';
import oracle from './oracle.ts';

const checks = [
  { pid: 24203, process: 'kencapyes', capability: 18, times: 13 },
  { pid: 24203, process: 'kencapyes', capability: 25, times: 11 },
  { pid: 24203, process: 'kencapyes', capability: 34, times: 15 },
  { pid: 24203, process: 'kencapyes', capability: 16, times: 12 },
  { pid: 24317, process: 'kencapno', capability: 26, times: 14 },
  { pid: 24317, process: 'kencapno', capability: 22, times: 9 },
  { pid: 24317, process: 'kencapno', capability: 35, times: 10 },
  { pid: 24317, process: 'kencapno', capability: 17, times: 8 },
];
type Check = (typeof checks)[number];

const nameOf = (capability: number): string => capabilityNames[capability] ?? '';
const account = [
  ...checks.map(
    ({ pid, process, capability, times }) =>
      `check pid=${pid} process=${process} capability=${capability} name=${nameOf(capability)} times=${times} ` +
      `refused=${process === 'kencapno' ? times : 0}`,
  ),
  'decoy pid=24107 times=300',
  'done pid=1',
].join('\n');

const accepts = (show: (check: Check) => string, ...more: readonly string[]): boolean =>
  oracle(
    observed(account, [...checks.flatMap((check) => Array<string>(check.times).fill(show(check))), ...more]),
  ).every(({ holds }) => holds);

const counts = (key: (check: Check) => string, factor = 1): boolean =>
  oracle(
    observed(
      account,
      [],
      checks.map((check) => ({ map: '@', key: key(check), value: check.times * factor })),
    ),
  ).every(({ holds }) => holds);

describe('oracle of capability-checks', () => {
  it('accepts numbers or names, ids or process names, with the memory accounting of others', () => {
    expect(accepts(({ pid, capability }) => `${pid} ${capability}\n`)).toBe(true);
    expect(accepts(({ process, capability }) => `0 ${process} cap_${nameOf(capability).toLowerCase()} 1\n`)).toBe(true);
    expect(
      accepts(({ pid, capability }) => `${pid} ${capability} CAP_${nameOf(capability)}\n`, '24107 21 CAP_SYS_ADMIN\n'),
    ).toBe(true);
  });

  it('accepts exact counters only', () => {
    expect(counts(({ process, capability }) => `${process},${capability}`)).toBe(true);
    expect(counts(({ process, capability }) => `${process},${capability}`, 2)).toBe(false);
    expect(counts(({ process }) => process)).toBe(false);
  });

  it('refuses other fields, missing checks, wrong names and calls that check nothing', () => {
    expect(accepts(({ pid }) => `${pid} capability check\n`)).toBe(false);
    expect(accepts(({ pid, capability }) => `${pid} ${capability & 15}\n`)).toBe(false);
    expect(accepts(({ pid, process, capability }) => (process === 'kencapno' ? `${pid} ${capability}\n` : ''))).toBe(
      false,
    );
    expect(accepts(({ pid, capability }) => `${pid} ${capability} CAP_${nameOf(capability + 1)}\n`)).toBe(false);
    expect(accepts(({ pid, capability }) => `${pid} ${capability}\n`, ...Array<string>(180).fill('24107 18\n'))).toBe(
      false,
    );
  });

  it('does not judge when the kernel decided otherwise', () => {
    expect(() => oracle(observed(account.replace('refused=9', 'refused=8'), []))).toThrow(KenError);
  });
});
