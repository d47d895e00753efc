import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { KenError } from '../../errors.ts';
import type { ImageIdentity } from '../image/identity.ts';
import { runTool } from '../image/tool.ts';
import { restoreClone } from './clone.ts';
import { GuestProcess } from './guest-process.ts';
import { exportKernelFiles, layOutGuestTree } from './guest-tree.ts';
import { defaultMachine, machineArguments, type Machine } from './machine.ts';
import type { Job } from './job.ts';
import { bpftraceProgram, keepFunctionList, prestartedCommands } from './prestarted.ts';
import { encodeJob, encodePrestart, parseReply } from './wire.ts';

/** A guest that was booted, warmed up and saved: its RAM as a file and the state of its devices. */
export interface Template {
  folder: string;
  image: ImageIdentity;
  machine: Machine;
  memory: string;
  state: string;
  /** `vmlinux.h` made from the guest's BTF, and the BTF itself. */
  vmlinuxHeader: string;
  vmlinuxBtf: string;
  /** The guest's files on this machine, see `layOutGuestTree`. */
  tree: string;
}

export interface TemplateOptions {
  machine?: Machine;
  progress?: (message: string) => void;
}

/** CPU time first, since it does not depend on what else the host is doing; a guest with virtual time never idles. */
const stepLimit = { cpuSeconds: 300, wallSeconds: 3600 };

/** Boots the guest once, warms it up and saves it; finds it in the cache when it was saved before. */
export async function prepareTemplate(image: ImageIdentity, options: TemplateOptions = {}): Promise<Template> {
  const machine = options.machine ?? defaultMachine;
  const folder = path.join(image.folder, `template-${await templateHash(image, machine)}`);
  const template = describe(folder, image, machine);
  if (await isComplete(folder)) return template;
  const work = `${folder}.${process.pid}.part`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    await save(describe(work, image, machine), options.progress ?? (() => undefined));
    await writeFile(path.join(work, 'complete'), '');
    await rename(work, folder).catch((error: unknown) => {
      if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return template;
}

async function save(template: Template, progress: (message: string) => void): Promise<void> {
  progress('booting the guest once (about half a minute) and saving it as the template of all clones');
  const guest = new GuestProcess(template.machine, template, 'template');
  try {
    await guest.monitor.execute('qmp_capabilities');
    const hello = z.object({ kernel: z.string() }).safeParse(parseJson(await answer(guest)));
    if (!hello.success || hello.data.kernel !== template.image.kernel) {
      throw new KenError('guest', `the guest did not boot:\n${guest.console.split('\n').slice(-15).join('\n')}`);
    }
    await readKernelTypes(guest, template);
    await warmUp(guest);
    for (const command of prestartedCommands) await prestart(guest, command);
    await guest.monitor.execute('stop');
    await saveState(guest, template.state);
  } finally {
    await guest.kill();
  }
  progress('reading what the kernel shows with the modules that people trace');
  await exportKernel(template);
}

/**
 * Modules that people trace. A job loads those that its program names (see gate/needed-modules.ts): with all of them
 * loaded, every tracer needs twice the time. Those that bring a device with them (brd, dummy, zram) are not here.
 */
const tracedModules: readonly string[] = ['xfs', 'btrfs', 'raid1', 'kvm-amd', 'zfs', 'veth'];

/** BTF and vmlinux.h come from the running kernel, so that they can never be another kernel's. */
async function readKernelTypes(guest: GuestProcess, template: Template): Promise<void> {
  const header = await runInTemplate(guest, 'bpftool btf dump file /sys/kernel/btf/vmlinux format c', 8 << 20);
  await writeFile(template.vmlinuxHeader, header);
  const btf = await runInTemplate(guest, 'base64 -w 0 /sys/kernel/btf/vmlinux', 16 << 20);
  await writeFile(template.vmlinuxBtf, Buffer.from(btf, 'base64'));
}

/** The tree shows the kernel as it is once a job has loaded the modules; the template itself stays without them. */
async function exportKernel(template: Template): Promise<void> {
  const clone = await restoreClone(template);
  const { reply, faultDetail } = await clone.run(longJob(exportCommand, 16 << 20));
  if (reply?.workload?.exit !== 0) {
    throw new KenError(
      'guest',
      `the kernel's files could not be read: ${reply?.workload?.stderr ?? faultDetail ?? ''}`,
    );
  }
  await layOutGuestTree(template.image, reply.workload.stdout, template.vmlinuxBtf, template.tree);
}

const exportCommand = `modprobe -a ${tracedModules.join(' ')} && ${exportKernelFiles}`;

const warmUpProgram =
  'kprobe:vfs_read { @[comm] = count(); } tracepoint:syscalls:sys_enter_openat { printf("%s\\n", str(args.filename)); }';

const warmUpCommands: readonly string[] = [
  `bpftrace --dry-run -e '${warmUpProgram}'`,
  `bpftrace --dry-run -e '${warmUpProgram}'`,
  keepFunctionList,
  'rm -rf /job/* /run/ken/*/* /tmp/*; sync; echo 3 > /proc/sys/vm/drop_caches',
];

/** Two runs of the tracer leave its code translated in the page cache and the kernel's lazy initialisation done. */
async function warmUp(guest: GuestProcess): Promise<void> {
  for (const command of warmUpCommands) await runInTemplate(guest, command, 1 << 16);
}

/** The next line of the agent; undefined when the guest ended or took too long for one step. */
async function answer(guest: GuestProcess): Promise<string | undefined> {
  const cpuLimit = guest.cpuSeconds() + stepLimit.cpuSeconds;
  const wallLimit = performance.now() + stepLimit.wallSeconds * 1000;
  for (;;) {
    const line = await guest.receive(5000);
    const late = guest.cpuSeconds() > cpuLimit || performance.now() > wallLimit;
    if (line !== undefined || !guest.running || late) return line;
  }
}

async function prestart(guest: GuestProcess, command: string): Promise<void> {
  guest.send(encodePrestart(command, bpftraceProgram));
  const line = await answer(guest);
  if (!z.object({ prestarted: z.literal(true) }).safeParse(parseJson(line)).success) {
    throw new KenError('guest', `"${command}" could not be held ready: ${line ?? guest.console.slice(-500)}`);
  }
}

async function runInTemplate(guest: GuestProcess, command: string, outputLimit: number): Promise<string> {
  guest.send(encodeJob(longJob(command, outputLimit)));
  const line = await answer(guest);
  const reply = line === undefined ? undefined : parseReply(line);
  if (reply?.workload?.exit !== 0) {
    throw new KenError(
      'guest',
      `"${command}" failed while the template was made: ${reply?.workload?.stderr ?? guest.console.slice(-500)}`,
    );
  }
  return reply.workload.stdout;
}

function longJob(workload: string, outputLimit: number): Job {
  return { files: {}, workload, outputLimit, deadlines: { workload: 200_000, total: 200_000 } };
}

async function saveState(guest: GuestProcess, file: string): Promise<void> {
  await guest.monitor.execute('migrate-set-capabilities', {
    capabilities: [{ capability: 'x-ignore-shared', state: true }],
  });
  await guest.monitor.execute('migrate-set-parameters', { 'max-bandwidth': 10_000_000_000 });
  await guest.monitor.execute('migrate', { uri: `exec:cat > '${file.replaceAll("'", "'\\''")}'` });
  for (;;) {
    const status = (await guest.monitor.execute('query-migrate')) as { status?: string };
    if (status.status === 'completed') return;
    if (status.status === 'failed' || status.status === 'cancelled') {
      throw new KenError('guest', `QEMU could not save the template: ${JSON.stringify(status)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** QEMU's version counts: its saved states are not portable between versions. So does what is exported of the kernel. */
async function templateHash(image: ImageIdentity, machine: Machine): Promise<string> {
  const version = await runTool('qemu-system-x86_64', ['--version']);
  const args = machineArguments(machine, { image, memory: '' }, 'template');
  return createHash('sha256')
    .update(JSON.stringify([version, args, exportCommand, warmUpCommands, prestartedCommands, bpftraceProgram]))
    .digest('hex')
    .slice(0, 12);
}

function describe(folder: string, image: ImageIdentity, machine: Machine): Template {
  const file = (name: string): string => path.join(folder, name);
  return {
    folder,
    image,
    machine,
    memory: file('memory'),
    state: file('state'),
    vmlinuxHeader: file('vmlinux.h'),
    vmlinuxBtf: file('vmlinux.btf'),
    tree: file('tree'),
  };
}

async function isComplete(folder: string): Promise<boolean> {
  return readFile(path.join(folder, 'complete')).then(
    () => true,
    () => false,
  );
}

function parseJson(line: string | undefined): unknown {
  try {
    return JSON.parse(line ?? '');
  } catch {
    return undefined;
  }
}
