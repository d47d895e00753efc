import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { TypedNode } from '../typed-tree.ts';
import { programFunctions } from './functions.ts';

const object = readFileSync(path.join(import.meta.dirname, '..', 'fixtures', 'several-probes.o'));

function node(kind: TypedNode['kind'], text: string, children: TypedNode[] = []): TypedNode {
  return { kind, text, type: null, addressSpace: null, children };
}

it('tells which attach point each function is for, also behind a wildcard', () => {
  const probes = [['BEGIN'], ['kprobe:vfs_read', 'kprobe:vfs_write'], ['kprobe:vfs_fsync*'], ['interval:s:1'], ['END']];
  const program = node(
    'program',
    '',
    probes.map((points) =>
      node(
        'probe',
        '',
        points.map((point) => node('attach-point', point)),
      ),
    ),
  );
  const found = programFunctions(object, program).map(({ symbol, attachPoint, target, kind, probe }) =>
    [symbol, attachPoint, target, kind, probe].join(' '),
  );
  expect(found).toEqual([
    'BEGIN_1 BEGIN BEGIN begin 0',
    'kprobe_vfs_read_2 kprobe:vfs_read kprobe:vfs_read kprobe 1',
    'kprobe_vfs_write_2 kprobe:vfs_write kprobe:vfs_write kprobe 1',
    'kprobe_vfs_fsync_3 kprobe:vfs_fsync* kprobe:vfs_fsync kprobe 2',
    'kprobe_vfs_fsync_range_3 kprobe:vfs_fsync* kprobe:vfs_fsync_range kprobe 2',
    'interval_s_1_4 interval:s:1 interval:s:1 interval 3',
    'END_5 END END end 4',
  ]);
});
