import type { Term } from '../terms/term.ts';
import type { StopReason } from './exploration.ts';

/** Why a step did not finish. The instruction has had no effect yet, or the path ends here. */
export type Interrupt = Undecided | Stopped;

/** The step needs to know whether this holds. The driver decides or forks, and the step runs again. */
export class Undecided {
  readonly condition: Term;

  constructor(condition: Term) {
    this.condition = condition;
  }
}

/** The path cannot go on. */
export class Stopped {
  readonly kind: StopReason['kind'];
  readonly reason: string;

  constructor(kind: StopReason['kind'], reason: string) {
    this.kind = kind;
    this.reason = reason;
  }
}

/** The program returned, or an assume was false. */
export class Ended {
  readonly end: { kind: 'returned' } | { kind: 'cut'; id: number };

  constructor(end: Ended['end']) {
    this.end = end;
  }
}

export const unsupported = (reason: string): Stopped => new Stopped('unsupported', reason);
export const rejected = (reason: string): Stopped => new Stopped('rejected', reason);

export const isInterrupt = (result: unknown): result is Interrupt =>
  result instanceof Undecided || result instanceof Stopped;
