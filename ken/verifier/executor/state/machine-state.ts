import type { BpfFunction, MapDefinition } from '../../elf/object.ts';
import type { ClockName } from '../../helpers/input-names.ts';
import type { Model } from '../../terms/model.ts';
import type { Term } from '../../terms/term.ts';
import type { Finding, MemoryRead, SymbolicInput, SymbolicMark, SymbolicOutput } from '../exploration.ts';
import type { ContextKind } from '../program-type.ts';
import type { Chain } from './chain.ts';
import { Region, type RegionShape } from './region.ts';
import type { Deferred, FunctionHandle, Value } from './value.ts';

/** What one event leaves for the next: the start of another exploration. */
export interface EndState {
  /** Number of events so far. */
  readonly event: number;
}

/** A map's entry that some event touched; never changed, only replaced. */
export interface Cell {
  /** All bytes of the key, the first lowest; for a per-CPU map with the CPU's number above it. */
  readonly key: Term;
  readonly present: Term;
  /** Region that holds the value. */
  readonly region: number;
  readonly initial: { readonly present: Term; readonly region: number };
}

export interface SymbolicMapState {
  readonly definition: MapDefinition;
  readonly cells: readonly Cell[];
}

/** A call that waits for its callee. */
export interface Frame {
  readonly caller: Frame | null;
  readonly depth: number;
  readonly body: BpfFunction;
  /** The calling instruction. */
  readonly call: number;
  /** r6 to r10. */
  readonly saved: readonly (Value | Deferred | null)[];
  /** Set while a helper calls back; its calls are counted here. */
  readonly iteration: Iteration | null;
}

/** A helper that calls a callback again and again. */
export type Iteration = {
  readonly callback: FunctionHandle;
  readonly context: Value;
  /** Calls so far. */
  readonly done: number;
} & (
  | { readonly kind: 'loop'; readonly count: Term }
  /** `next` is the cell to visit next, or null when those are done and `unknown` entries were added. */
  | { readonly kind: 'for-each'; readonly map: MapDefinition; readonly next: number; readonly unknown: number }
);

/** Where a loop's back edge stood when it was last taken, and how often there was a decision in between. */
export interface LoopCount {
  readonly decisions: number;
  readonly count: number;
}

/**
 * The machine on one path. Forking copies what is small and shares the rest: arrays are replaced, never changed, and
 * regions are copied when they are first written.
 */
export class MachineState implements EndState {
  registers: (Value | Deferred | null)[] = new Array<Value | Deferred | null>(11).fill(null);
  body: BpfFunction;
  instruction = 0;
  frame: Frame | null = null;
  event = 0;
  /** Instructions since the event began. */
  executed = 0;
  /** Terms that hold on this path, and a model of them (unless `modelStale`). */
  condition: Term[] = [];
  model: Model;
  modelStale = false;
  /** How often this path forked. */
  decisions = 0;
  /** Conditions that were decided, by term id. */
  known = new Map<number, boolean>();
  /** Terms that were found to equal a constant, by id. */
  values = new Map<number, bigint>();
  maps: ReadonlyMap<string, SymbolicMapState> = new Map();
  /** Region of each data section that was touched. */
  globals: ReadonlyMap<string, number> = new Map();
  initially: 'arbitrary' | 'empty';
  /** The last answer of each clock. */
  clocks: ReadonlyMap<ClockName, Term> = new Map();
  /** How often each numbered input was asked for in this event. */
  counts: ReadonlyMap<string, number> = new Map();
  inputs: Chain<SymbolicInput> = null;
  inputNames: ReadonlySet<string> = new Set();
  reads: Chain<MemoryRead> = null;
  outputs: Chain<SymbolicOutput> = null;
  marks: Chain<SymbolicMark> = null;
  findings: Chain<Finding> = null;
  loops: ReadonlyMap<string, LoopCount> = new Map();
  /** Lookups whose pointer was compared with NULL, and the number of lookups so far. */
  checkedLookups: ReadonlySet<number> = new Set();
  lookups = 0;
  /** A helper that calls back, between two of its calls. */
  resumed: Iteration | null = null;
  /** A lookup of this event gave NULL. */
  sawNull = false;
  /** Of the program that runs in this event. */
  contextKind: ContextKind = 'unknown';
  returnValueAt: number | null = null;
  readsKernelDirectly = false;
  /** Bytes that the packet is known to have. */
  packetBytes = 0;
  /** Regions that this event made, by what they are: `context`, `packet`. */
  eventRegions: ReadonlyMap<string, number> = new Map();
  #regions: Map<number, Region>;
  #nextRegion: number;
  #token: object = {};

  constructor(body: BpfFunction, model: Model, initially: 'arbitrary' | 'empty') {
    this.body = body;
    this.model = model;
    this.initially = initially;
    this.#regions = new Map();
    this.#nextRegion = 1;
  }

  /** A second state that may go another way. Both copy what they write from now on. */
  fork(): MachineState {
    const other = new MachineState(this.body, this.model, this.initially);
    const regions = new Map(this.#regions);
    const nextRegion = this.#nextRegion;
    Object.assign(other, this);
    other.#regions = regions;
    other.#nextRegion = nextRegion;
    other.registers = this.registers.slice();
    other.condition = this.condition.slice();
    other.known = new Map(this.known);
    other.values = new Map(this.values);
    other.#token = {};
    this.#token = {};
    return other;
  }

  addRegion(shape: Omit<RegionShape, 'id'>): number {
    const id = this.#nextRegion++;
    this.#regions.set(id, new Region({ ...shape, id }, this.#token));
    return id;
  }

  region(id: number): Region {
    const region = this.#regions.get(id);
    if (region === undefined) throw new RangeError(`there is no region ${id}`);
    return region;
  }

  /** The region, no longer shared with another state. */
  writable(id: number): Region {
    let region = this.region(id);
    if (region.owner !== this.#token) {
      region = region.copy(this.#token);
      this.#regions.set(id, region);
    }
    return region;
  }

  /** Forgets regions that nothing can reach any more. */
  keepRegions(ids: ReadonlySet<number>): void {
    for (const id of this.#regions.keys()) if (!ids.has(id)) this.#regions.delete(id);
  }
}
