import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attachPoints } from './attach-points.ts';

const names = (text: string): string[] => attachPoints(text).map(({ name }) => name);

describe('attachPoints', () => {
  it('reads lists, predicates, blocks and special probes in order', () => {
    const text = `BEGIN { printf("kprobe:fake { }"); } // kprobe:comment {
      kprobe:vfs_read*, /* kprobe:hidden, */ tracepoint:sched:sched_switch /pid == 1/ { if (1) { @ = 1 } } END {}`;
    expect(names(text)).toEqual(['BEGIN', 'kprobe:vfs_read*', 'tracepoint:sched:sched_switch', 'END']);
  });

  it('keeps paths whole, also with /* in them', () => {
    expect(names('uprobe:/bin/*:main /1/ { } uretprobe:"/bin/bash":readline {}')).toEqual([
      'uprobe:/bin/*:main',
      'uretprobe:/bin/bash:readline',
    ]);
  });

  it('leaves out what is no probe', () => {
    const text =
      '#!/usr/bin/env bpftrace\nconfig = { missing_probes = "warn" }\nstruct a { int b; };\n#define X {\nBEGIN {}';
    expect(names(text)).toEqual(['BEGIN']);
  });

  it('reads any text without failing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '/', '*', '"', '\\', '\n', ':', ',', ' ', '#', 'k') }),
        (text) => Array.isArray(names(text)),
      ),
    );
  });

  it('finds every generated point', () => {
    const point = fc
      .tuple(fc.constantFrom('kprobe', 'kretprobe'), fc.stringMatching(/^[a-z_]{1,8}$/))
      .map((p) => p.join(':'));
    fc.assert(
      fc.property(fc.array(fc.array(point, { minLength: 1, maxLength: 3 })), (lists) => {
        const text = lists.map((list) => `${list.join(' ,\n')} /* } */ /@a == 1/ { @["{"] = 1; }`).join('\n');
        expect(names(text)).toEqual(lists.flat());
      }),
    );
  });
});
