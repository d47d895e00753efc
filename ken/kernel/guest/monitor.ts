import type { Duplex } from 'node:stream';
import { KenError } from '../../errors.ts';
import { lineSplitter } from './lines.ts';

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

interface MonitorMessage {
  return?: unknown;
  error?: { desc?: string };
  event?: string;
}

/** QEMU's machine protocol (docs/interop/qmp-spec): commands are answered in order, events come between. */
export class Monitor {
  readonly events: string[] = [];
  readonly #stream: Duplex;
  readonly #waiting: Waiting[] = [];
  #closed: Error | undefined;

  constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on(
      'data',
      lineSplitter((line) => this.#receive(line)),
    );
    // The process's exit tells the rest; a broken pipe alone says nothing more.
    stream.on('error', () => undefined);
  }

  execute(command: string, args?: Record<string, unknown>): Promise<unknown> {
    if (this.#closed) return Promise.reject(this.#closed);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#stream.write(`${JSON.stringify({ execute: command, ...(args ? { arguments: args } : {}) })}\n`);
    });
  }

  /** Fails what is waiting and everything asked later: the machine is gone. */
  close(reason: Error): void {
    this.#closed = reason;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(reason);
  }

  #receive(line: string): void {
    if (line.trim() === '') return;
    const message = JSON.parse(line) as MonitorMessage;
    if (message.event !== undefined) this.events.push(message.event);
    else if (message.error) this.#waiting.shift()?.reject(new KenError('guest', `QEMU: ${message.error.desc ?? line}`));
    else if ('return' in message) this.#waiting.shift()?.resolve(message.return);
  }
}
