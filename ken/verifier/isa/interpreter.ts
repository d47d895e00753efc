import type { BpfObject } from '../elf/object.ts';
import type { Environment } from './interpreter/environment.ts';
import { Machine } from './interpreter/machine.ts';
import { Stop } from './interpreter/stop.ts';
import type { MapState } from './interpreter/map-state.ts';

export type { Environment } from './interpreter/environment.ts';
export { MapState } from './interpreter/map-state.ts';

export interface Limits {
  /** Instructions executed, those of callbacks and subprograms included. Default 1,000,000. */
  instructions: number;
}

export interface OutputRecord {
  kind: 'ringbuf' | 'perf' | 'trace-printk' | 'signal' | 'sequence-file' | 'override-return' | 'user-memory';
  /** The ring buffer or perf array. */
  map: string | null;
  bytes: Uint8Array;
}

/** An annotation's marker that was reached; see desugar/annotated.ts. */
export interface Mark {
  kind: 'fail' | 'reach' | 'cut';
  id: number;
}

interface Trace {
  outputs: OutputRecord[];
  marks: Mark[];
  /** The environment's maps, changed. */
  maps: MapState;
  instructions: number;
}

/** `cut`: an assume was false. A stopped run says nothing about the program beyond what was traced. */
export type RunResult = Trace &
  (
    | { end: 'returned'; returned: bigint }
    | { end: 'cut' }
    | {
        end: 'stopped';
        stopped: 'limit' | 'fault' | 'unsupported';
        reason: string;
        function: string;
        instruction: number;
      }
  );

/**
 * Runs one event of a program on concrete values. It has its own semantics (RFC 9669 and the kernel's helpers) and shares
 * none with the symbolic executor, so that each can be checked by the other and both by the kernel.
 *
 * r1 holds the address of the context. One CPU; no tail calls, kernel functions, packets or address spaces: `unsupported`.
 * @throws KenError when the object has no such function
 */
export function interpret(
  object: BpfObject,
  functionName: string,
  environment: Environment,
  limits: Partial<Limits> = {},
): RunResult {
  const machine = new Machine(object, environment, limits.instructions ?? 1_000_000);
  const end = (() => {
    try {
      return { end: 'returned', returned: machine.run(functionName) } as const;
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      if (error.kind === 'cut') return { end: 'cut' } as const;
      const { kind: stopped, reason } = error;
      return { end: 'stopped', stopped, reason, ...machine.place() } as const;
    }
  })();
  const { outputs, marks, instructions } = machine;
  return { ...end, outputs, marks, maps: environment.maps, instructions };
}
