import { describe, expect, it } from 'vitest';
import { KenError } from '../../../ken/errors.ts';
import { observed } from '../observed.ts';
import oracle from './oracle.ts';

const threads = [
  { how: 'pthread_create', pid: 21529, tid: 21530, maker: 21529 },
  { how: 'pthread_create', pid: 20411, tid: 21531, maker: 20411 },
  { how: 'pthread_create', pid: 20411, tid: 21611, maker: 20411 },
  { how: 'pthread_create', pid: 20411, tid: 21612, maker: 20411 },
  { how: 'second-thread', pid: 21529, tid: 21613, maker: 21530 },
  { how: 'long-lived', pid: 23831, tid: 23832, maker: 23831 },
  { how: 'clone', pid: 22637, tid: 24750, maker: 22637 },
  { how: 'clone', pid: 22637, tid: 24754, maker: 22637 },
];
type Thread = (typeof threads)[number];

const account = [
  ...threads.map(
    (thread) =>
      `thread ${Object.entries(thread)
        .map((pair) => pair.join('='))
        .join(' ')}`,
  ),
  ...['fork 24751', 'vfork 24752', 'clone3 24753'].map((decoy) =>
    decoy.replace(/(\S+) (\S+)/, 'decoy how=$1 parent=24749 child=$2'),
  ),
  'before pid=24313 tid=24314',
  'done pid=1',
].join('\n');

const accepts = (show: (thread: Thread) => readonly string[], ...more: readonly string[]): boolean =>
  oracle(observed(account, [...threads.flatMap(show), ...more])).every(({ holds }) => holds);

describe('oracle of new-threads', () => {
  it('accepts both ids in any layout', () => {
    expect(accepts(({ pid, tid }) => [`${pid} ${tid} kenpool\n`])).toBe(true);
    expect(accepts(({ pid, tid }) => [`tid=${tid}, pid=${pid}`])).toBe(true);
    expect(accepts(({ pid, tid }) => [`PID: ${pid} `, `TID: ${tid}\n`])).toBe(true);
    expect(accepts(({ pid, tid, maker }) => [`pid ${pid}: thread ${maker} made ${tid}\n`])).toBe(true);
    const maps = threads.map(({ pid, tid }) => ({ map: '@', key: `${pid},${tid}`, value: 'kenpool' }));
    expect(oracle(observed(account, [], maps)).every(({ holds }) => holds)).toBe(true);
  });

  it('accepts a new process under its own id, not as a thread of its parent', () => {
    expect(accepts(({ pid, tid }) => [`${pid} ${tid}\n`], '24751 24751\n')).toBe(true);
    expect(accepts(({ pid, tid }) => [`${pid} ${tid}\n`], '24749 24751\n')).toBe(false);
  });

  it('rejects threads that only run', () => {
    expect(accepts(({ pid, tid }) => [`${pid} ${tid}\n`], '24313 24314\n')).toBe(false);
  });

  it('rejects the end of threads, missing kinds of thread, missing ids, swapped ids and repeats', () => {
    expect(accepts(({ how, pid, tid }) => (how === 'clone' ? [] : [`${pid} ${tid}\n`]))).toBe(false);
    expect(accepts(({ how, pid, tid }) => (how === 'long-lived' ? [] : [`${pid} ${tid}\n`]))).toBe(false);
    expect(accepts(({ pid }) => [`${pid} ${pid}\n`])).toBe(false);
    expect(accepts(({ tid, pid, maker }) => (tid === 21530 ? [] : [`${pid} ${maker} ${tid}\n`]))).toBe(false);
    expect(accepts(({ tid }) => [`new thread ${tid}\n`])).toBe(false);
    expect(accepts(({ pid, tid }) => [`PID ${tid}, TID ${pid}\n`])).toBe(false);
    expect(accepts(({ pid, tid }) => [`${pid} ${tid}\n`, `${pid} ${tid}\n`])).toBe(false);
  });

  it('throws when the workload made no thread', () => {
    expect(() => oracle(observed('done pid=1', []))).toThrow(KenError);
  });
});
