import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Duplex, Readable } from 'node:stream';
import { KenError } from '../../errors.ts';
import { missingTool } from '../image/tool.ts';
import { JobMemory } from './job-memory.ts';
import { lineSplitter } from './lines.ts';
import { machineArguments, type Machine, type MachineFiles } from './machine.ts';
import { Monitor } from './monitor.ts';

const consoleLimit = 64 * 1024;

/** One QEMU process. It never outlives its parent: setpriv asks the kernel to kill it when this process dies. */
export class GuestProcess {
  readonly monitor: Monitor;
  /** Resolves when the process has ended, however. */
  readonly exited: Promise<void>;
  readonly #child: ChildProcess;
  readonly #control: Duplex;
  readonly #jobMemory = new JobMemory();
  readonly #lines: string[] = [];
  #console = '';
  #waiting: ((line: string | undefined) => void) | undefined;
  #running = true;

  constructor(machine: Machine, files: MachineFiles, role: 'template' | 'clone') {
    this.#child = spawn(
      'setpriv',
      ['--pdeathsig', 'KILL', '--', 'qemu-system-x86_64', ...machineArguments(machine, files, role)],
      {
        // A process group of its own: Ctrl-C is for the run, which then lets its guests finish.
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', this.#jobMemory.descriptor],
        env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`, LC_ALL: 'C' },
      },
    );
    this.#control = this.#child.stdio[3] as Duplex;
    this.#control.on('error', () => undefined);
    this.#control.on(
      'data',
      lineSplitter((line) => this.#receive(line)),
    );
    for (const stream of [this.#child.stdout, this.#child.stderr] as Readable[]) {
      stream.on('data', (chunk: Buffer) => {
        this.#console = (this.#console + chunk.toString('latin1')).slice(-consoleLimit);
      });
    }
    this.monitor = new Monitor(this.#child.stdio[4] as Duplex);
    this.exited = new Promise((resolve) => {
      const ended = (error: Error): void => {
        this.#running = false;
        this.#jobMemory.close();
        this.monitor.close(error);
        this.#waiting?.(undefined);
        resolve();
      };
      this.#child.once('error', (cause) => {
        ended(missingTool((cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'setpriv' : 'qemu-system-x86_64'));
      });
      // 'close' and not 'exit': the last console lines must have arrived.
      this.#child.once('close', (code, signal) => ended(this.#endError(code, signal)));
    });
  }

  get running(): boolean {
    return this.#running;
  }

  /** The end of what the guest's console and QEMU itself said. Hostile text. */
  get console(): string {
    return this.#console;
  }

  /** Puts a request into the job memory; the agent must have answered the one before. */
  send(request: Uint8Array): void {
    if (this.#running) this.#jobMemory.write(request);
  }

  /** The next line of the control port, or undefined when the machine ended or `milliseconds` of wall time went by. */
  receive(milliseconds: number): Promise<string | undefined> {
    const ready = this.#lines.shift();
    if (ready !== undefined || !this.#running) return Promise.resolve(ready);
    return new Promise((resolve) => {
      const done = (line: string | undefined): void => {
        clearTimeout(timer);
        this.#waiting = undefined;
        resolve(line);
      };
      const timer = setTimeout(() => done(undefined), milliseconds);
      this.#waiting = done;
    });
  }

  /** CPU seconds that the machine has used; 0 when it has ended. */
  cpuSeconds(): number {
    try {
      const fields =
        readFileSync(`/proc/${this.#child.pid ?? 0}/stat`, 'utf8')
          .split(') ')[1]
          ?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) / 100;
    } catch {
      return 0;
    }
  }

  async kill(): Promise<void> {
    if (this.#running) this.#child.kill('SIGKILL');
    await this.exited;
  }

  #receive(line: string): void {
    if (this.#waiting) this.#waiting(line);
    else this.#lines.push(line);
  }

  #endError(code: number | null, signal: NodeJS.Signals | null): KenError {
    const said = this.#console.trim().split('\n').slice(-5).join('\n');
    if (code === 127 || /failed to execute qemu-system-x86_64/.test(said)) return missingTool('qemu-system-x86_64');
    return new KenError('guest', `the guest ended (${signal ?? `status ${code ?? '?'}`}): ${said}`);
  }
}
