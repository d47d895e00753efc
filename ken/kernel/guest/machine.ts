import path from 'node:path';
import type { ImageIdentity } from '../image/identity.ts';

export type Accelerator = 'tcg' | 'kvm';

/** Everything that shapes the guest's hardware. It is part of the template's hash: a change makes a new template. */
export interface Machine {
  accelerator: Accelerator;
  memoryMegabytes: number;
  cpus: number;
}

export const defaultMachine: Machine = { accelerator: 'tcg', memoryMegabytes: 1024, cpus: 2 };

/** Size of one virtual nanosecond step: 2^shift nanoseconds for each instruction (QEMU manual, "-icount"). */
const instructionShift = 1;

const kernelCommandLine = [
  'console=ttyS0',
  'quiet',
  'loglevel=4',
  'panic=-1',
  'oops=panic',
  'nokaslr',
  // TCG's translation cache is keyed by virtual address: address randomisation makes every program a cold start.
  'norandmaps',
  'mitigations=off',
  'random.trust_cpu=on',
  'tsc=reliable',
  'no_timer_check',
  'nowatchdog',
  'rcupdate.rcu_expedited=1',
  'rdinit=/ken/agent',
].join(' ');

export interface MachineFiles {
  image: ImageIdentity;
  /** File that holds the guest's RAM. */
  memory: string;
}

/**
 * QEMU's arguments. File descriptor 3 is the control port, 4 is QMP, standard output is the console. There is no disk,
 * no network and no other device. A clone maps the memory file privately (copy on write) and waits for its state.
 */
export function machineArguments(machine: Machine, files: MachineFiles, role: 'template' | 'clone'): string[] {
  const memory = `memory-backend-file,id=ram,size=${machine.memoryMegabytes}M,mem-path=${files.memory},share=${role === 'template' ? 'on' : 'off'}`;
  const virtualTime = machine.accelerator === 'tcg' ? ['-icount', `shift=${instructionShift},sleep=off`] : [];
  return [
    ...['-nodefaults', '-no-user-config', '-nographic', '-no-reboot', '-sandbox', 'on,spawn=allow'],
    ...['-M', 'q35,memory-backend=ram', '-object', memory, '-m', `${machine.memoryMegabytes}`],
    ...['-accel', machine.accelerator, ...virtualTime],
    // TCG's cmpxchg16b faulted once in a long batch of verifier loads.
    ...['-cpu', machine.accelerator === 'kvm' ? 'host' : 'max,-cx16', '-smp', `${machine.cpus}`],
    ...['-rtc', 'base=2026-01-01T00:00:00,clock=vm'],
    ...['-kernel', path.join(files.image.folder, 'vmlinuz'), '-initrd', path.join(files.image.folder, 'initrd.zst')],
    ...['-append', kernelCommandLine],
    ...['-chardev', 'stdio,id=console,signal=off', '-serial', 'chardev:console'],
    ...['-chardev', 'socket,id=control,fd=3'],
    ...[
      '-device',
      'virtio-serial-pci,id=ports',
      '-device',
      'virtserialport,bus=ports.0,chardev=control,name=ken.control',
    ],
    ...['-chardev', 'socket,id=monitor,fd=4', '-mon', 'chardev=monitor,mode=control'],
    ...(role === 'clone' ? ['-incoming', 'defer'] : []),
  ];
}
