import type { MapState } from './map-state.ts';

/** What the outside world answers in one event. The same question always gets the same answer. */
export interface Environment {
  /** Little-endian bytes of the program's context: pt_regs, a tracepoint's record, ... */
  context(offset: number, size: number): bigint;
  kernelByte(address: bigint): number | 'fault';
  userByte(address: bigint): number | 'fault';
  /** A named input of the event, as in helpers/input-names.ts and without the event: `pid_tgid`, `comm!3`, `ktime!0`. */
  input(name: string, width: number): bigint;
  /** What an earlier program left on the stack, at a negative distance from r10; zeros when it is not given. */
  readonly stackByte?: (distance: number) => number;
  /** Shared by the events of a sequence; the run changes it. */
  readonly maps: MapState;
}
