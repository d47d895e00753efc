import { readFile } from 'node:fs/promises';
import { afterAll, expect, it } from 'vitest';
import { readObject } from '../elf/read-object.ts';
import { openSolver } from '../solver/open-solver.ts';
import { TermStore } from '../terms/term-store.ts';
import { explore } from './explore.ts';

const solver = await openSolver();
afterAll(() => solver.close());

async function exploreFixture(name: string, functionName: string) {
  const object = readObject(await readFile(new URL(`fixtures/${name}.o`, import.meta.url)));
  return explore({ object, kernelTypes: null }, functionName, 'arbitrary', { store: new TermStore(), solver });
}

it('a string that is compared and used as a key: one path for each place where it differs', async () => {
  const { complete, paths } = await exploreFixture('strings', 'kprobe_do_sys_openat2_1');
  expect(complete).toBe(true);
  // comm differs in 4 places, the name in 5; at the end the entry is there or not.
  expect(paths).toHaveLength(4 + 5 + 2);
});

it("a stack is a key, although its hash could be bpftrace's reserved value", async () => {
  const { complete, paths } = await exploreFixture('stacks', 'kprobe_blk_mq_start_request_1');
  expect(complete).toBe(true);
  expect(paths.length).toBeGreaterThanOrEqual(2);
});

it('an entry that one probe writes and the other reads and deletes', async () => {
  const write = await exploreFixture('maps', 'kprobe_vfs_write_1');
  expect(write.complete).toBe(true);
  expect(write.paths.map(({ maps }) => [...maps.keys()])).toEqual([['AT_start']]);
  const read = await exploreFixture('maps', 'kretprobe_vfs_write_2');
  expect(read.complete).toBe(true);
});

it('pointers of fentry are read directly', async () => {
  const { complete, reads } = await exploreFixture('fentry', 'fentry_vmlinux_tcp_connect_1').then((exploration) => ({
    complete: exploration.complete,
    reads: exploration.paths.flatMap((path) => path.reads),
  }));
  expect(complete).toBe(true);
  expect(reads.map(({ space }) => space)).toContain('kernel');
});
