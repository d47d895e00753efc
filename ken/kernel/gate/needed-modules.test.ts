import { describe, expect, it } from 'vitest';
import { attachPoints } from './attach-points.ts';
import { parseModuleSymbols } from './module-symbols.ts';
import { neededModules, placesOfObject, placesOfScript, setupWith } from './needed-modules.ts';

const symbols = parseModuleSymbols(
  [
    'ffffffff81000000 T vfs_read',
    'ffffffff81000010 t init_once',
    'ffffffff81000020 T kvm_guest_cpu_init',
    'ffffffff81000030 D __tracepoint_sched_switch',
    'ffffffffc0000000 t init_once\t[xfs]',
    'ffffffffc0000010 t xfs_file_open\t[xfs]',
    'ffffffffc0000020 t xfs_file_fsync\t[xfs]',
    'ffffffffc0000030 T vcpu_load\t[kvm]',
    'ffffffffc0000038 T kvm_set_msr\t[kvm]',
    'ffffffffc0000040 d __tracepoint_kvm_exit\t[kvm]',
    'ffffffffc0000050 t bpf_prog_6deef7357e7b4530\t[bpf]',
    'ffffffffc0000060 t svm_vcpu_run\t[kvm_amd]',
  ].join('\n'),
  'sched:sched_switch\nkvm:kvm_exit\n',
);
const ofScript = (text: string) => neededModules(symbols, placesOfScript(attachPoints(text)));

describe('neededModules', () => {
  it.each([
    ['kprobe:xfs_file_open { }', ['xfs']],
    ['k:xfs_file_open+4, kr:svm_vcpu_run { }', ['kvm_amd', 'xfs']],
    ['kprobe:xfs_file_* { }', ['xfs']],
    ['fentry:kvm:vcpu_load { }', ['kvm']],
    ['kfunc:xfs:* { }', ['xfs']],
    ['tracepoint:kvm:kvm_exit { }', ['kvm']],
    ['t:kvm:* { }', ['kvm']],
    ['rawtracepoint:kvm_exit { }', ['kvm']],
  ])('loads what only a module has: %s', (text, modules) => {
    expect(ofScript(text)).toEqual(modules);
  });

  it.each([
    'kprobe:vfs_read { }',
    'kprobe:init_once { }',
    'kprobe:* { }',
    'kprobe:*_once { }',
    'tracepoint:sched:sched_switch { }',
    'uprobe:/bin/bash:xfs_file_open { }',
    'kprobe:no_such_function { }',
    'kprobe:xfs_[ { }',
    'BEGIN { printf("xfs_file_open"); }',
  ])('leaves alone what the kernel has or nobody has: %s', (text) => {
    expect(ofScript(text)).toEqual([]);
  });

  it('reads the program sections of an object', () => {
    const names = [
      '',
      '.text',
      'kprobe/xfs_file_open',
      '?fentry.s/vcpu_load',
      'tp/kvm/kvm_exit',
      'license',
      'tc/x',
      '',
    ];
    const places = placesOfObject(Buffer.from(names.join('\0'), 'latin1'));
    expect(places).toEqual([
      { kind: 'function', name: 'xfs_file_open' },
      { kind: 'function', name: 'vcpu_load' },
      { kind: 'tracepoint', scope: 'kvm', name: 'kvm_exit' },
    ]);
    expect(neededModules(symbols, places)).toEqual(['kvm', 'xfs']);
  });

  it('loads before the set-up, and adds no set-up of its own without modules', () => {
    expect(setupWith(['kvm', 'xfs'], 'mount /x')).toEqual({ setup: 'modprobe -a kvm xfs && mount /x' });
    expect(setupWith([], undefined)).toEqual({});
  });
});
