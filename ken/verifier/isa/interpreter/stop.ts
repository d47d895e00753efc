/** Leaves the interpreter from any depth of calls. Never seen outside of it. */
export class Stop extends Error {
  readonly kind: 'limit' | 'fault' | 'unsupported' | 'cut';
  readonly reason: string;

  constructor(kind: Stop['kind'], reason: string) {
    super(reason);
    this.kind = kind;
    this.reason = reason;
  }
}

export function fault(reason: string): never {
  throw new Stop('fault', reason);
}

export function unsupported(reason: string): never {
  throw new Stop('unsupported', reason);
}
