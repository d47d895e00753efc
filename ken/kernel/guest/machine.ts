import path from 'node:path';
import type { ImageIdentity } from '../image/identity.ts';
import { jobMemorySize } from './job-memory.ts';

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

/** Features of TCG's processor that the guest does without. */
const withoutFeatures: readonly string[] = [
  // cmpxchg16b faulted once in a long batch of verifier loads.
  'cx16',
  // Random numbers from the host would make the guest's own differ between two runs of a job.
  'rdrand',
  'rdseed',
  // With it the kernel and the C library copy and clear byte by byte, which TCG emulates byte by byte.
  'erms',
  // Protection that only makes every access of memory slower here.
  'smap',
  'smep',
  'pku',
  'la57',
];

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
  // Hardening that costs time in every system call and allocation; the last one also draws a random number in each.
  'init_on_alloc=0',
  'hardened_usercopy=off',
  'randomize_kstack_offset=off',
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

/** Only the template boots: a clone finds all of this in its memory, and reading it again costs a quarter of its restore. */
function whatToBoot({ image: { folder } }: MachineFiles): string[] {
  const file = (name: string): string => path.join(folder, name);
  return ['-kernel', file('vmlinuz'), '-initrd', file('initrd.zst'), '-append', kernelCommandLine];
}

/**
 * QEMU's arguments. File descriptor 3 is the control port, 4 is QMP, 5 the job memory, standard output the console. There
 * is no disk, no network and no other device. A clone maps its memory privately (copy on write) and waits for its state.
 * Its job memory is mapped that way too, since QEMU restores a shared one only at an address that it has not assigned
 * yet; Linux shows in such a mapping what is written to the file until the guest writes to the page itself.
 */
export function machineArguments(machine: Machine, files: MachineFiles, role: 'template' | 'clone'): string[] {
  const share = role === 'template' ? 'on' : 'off';
  const memory = `memory-backend-file,id=ram,size=${machine.memoryMegabytes}M,mem-path=${files.memory},share=${share}`;
  const virtualTime = machine.accelerator === 'tcg' ? ['-icount', `shift=${instructionShift},sleep=off`] : [];
  return [
    ...['-nodefaults', '-no-user-config', '-nographic', '-no-reboot', '-sandbox', 'on,spawn=allow'],
    ...['-M', 'q35,memory-backend=ram', '-object', memory, '-m', `${machine.memoryMegabytes}`],
    ...['-accel', machine.accelerator, ...virtualTime],
    ...[
      '-cpu',
      machine.accelerator === 'kvm' ? 'host' : `max,${withoutFeatures.map((name) => `-${name}`).join(',')}`,
      '-smp',
      `${machine.cpus}`,
    ],
    ...['-seed', '1', '-rtc', 'base=2026-01-01T00:00:00,clock=vm'],
    ...(role === 'template' ? whatToBoot(files) : []),
    ...['-chardev', 'stdio,id=console,signal=off', '-serial', 'chardev:console'],
    ...['-chardev', 'socket,id=control,fd=3'],
    // The queues of the port are served when the guest says so and not when the host comes round to it.
    ...[
      '-device',
      'virtio-serial-pci,id=ports,max_ports=2,ioeventfd=off',
      '-device',
      'virtserialport,bus=ports.0,chardev=control,name=ken.control',
    ],
    ...['-object', `memory-backend-file,id=job,size=${jobMemorySize},mem-path=/proc/self/fd/5,share=${share}`],
    ...['-device', 'ivshmem-plain,memdev=job,master=on'],
    ...['-chardev', 'socket,id=monitor,fd=4', '-mon', 'chardev=monitor,mode=control'],
    ...(role === 'clone' ? ['-incoming', 'defer'] : []),
  ];
}
