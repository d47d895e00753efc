import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const callers = [
  { kind: 'new', pid: 20201, thread: 20201, name: 'kennew', mount: 2, umount: 0 },
  { kind: 'bind', pid: 20357, thread: 20357, name: 'kenbind', mount: 1, umount: 0 },
  { kind: 'remount', pid: 20509, thread: 20509, name: 'kenagain', mount: 1, umount: 0 },
  { kind: 'failing', pid: 20663, thread: 20663, name: 'kenunknown', mount: 1, umount: 0 },
  { kind: 'plain', pid: 21011, thread: 21011, name: 'kendetach', mount: 0, umount: 2 },
  { kind: 'lazy', pid: 21163, thread: 21163, name: 'kenlazy', mount: 0, umount: 1 },
  { kind: 'failing', pid: 21317, thread: 21317, name: 'kenbusy', mount: 0, umount: 1 },
  { kind: 'thread', pid: 22027, thread: 22028, name: 'kenworker', mount: 1, umount: 1 },
];
type Caller = (typeof callers)[number];

const account = [
  ...callers.map(
    (caller) =>
      `calls ${Object.entries(caller)
        .map((pair) => pair.join('='))
        .join(' ')}`,
  ),
  ...['mount-table 25013', 'statfs 25127', 'unshare 25243', 'root 25339'].map((decoy) =>
    decoy.replace(/(\S+) (\S+)/, 'decoy how=$1 pid=$2'),
  ),
  'done pid=1',
].join('\n');

const accepts = (
  show: (caller: Caller, call: 'mount' | 'umount') => readonly string[],
  more: string[] = [],
): boolean => {
  const printed = callers.flatMap((caller) =>
    (['mount', 'umount'] as const).flatMap((call) =>
      Array.from({ length: caller[call] }, () => show(caller, call)).flat(),
    ),
  );
  return oracle(observed(account, [...printed, ...more])).every(({ holds }) => holds);
};

describe('oracle of mount-umount', () => {
  it('accepts any layout that shows the process id', () => {
    expect(accepts(({ pid }, call) => [`tracepoint:syscalls:sys_enter_${call} syscall by PID ${pid}`])).toBe(true);
    expect(accepts(({ pid }) => [`${pid}\n`])).toBe(true);
    expect(accepts(({ pid, name }, call) => ['10:02:11 ', `${name}(${pid}) ${call}\n`])).toBe(true);
    expect(accepts(({ pid }, call) => [`enter ${call} ${pid}\n`, `exit ${call} ${pid} = 0\n`])).toBe(true);
  });

  it('rejects missing calls, failing ones too, and too many', () => {
    expect(accepts(({ pid }, call) => (call === 'mount' ? [`${pid}\n`] : []))).toBe(false);
    expect(accepts(({ kind, pid }) => (kind === 'failing' ? [] : [`${pid}\n`]))).toBe(false);
    expect(accepts(({ pid }) => [`${pid}\n`, `${pid}\n`, `${pid}\n`])).toBe(false);
  });

  it('rejects another id, the wrong call and processes that do not mount', () => {
    expect(accepts(({ thread }) => [`${thread}\n`])).toBe(false);
    expect(accepts(({ pid }, call) => [`${call === 'mount' ? 'umount' : 'mount'} ${pid}\n`])).toBe(false);
    expect(accepts(({ pid }) => [`${pid}\n`], ['mount 25127\n'])).toBe(false);
  });

  it('throws when the workload did not mount', () => {
    expect(() => oracle(observed('done pid=1', []))).toThrow(KenError);
  });
});
