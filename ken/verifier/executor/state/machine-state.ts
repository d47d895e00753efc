import type { MapDefinition } from '../../elf/object.ts';
import type { ClockName } from '../../helpers/input-names.ts';
import type { Model } from '../../terms/model.ts';
import type { Term } from '../../terms/term.ts';
import type { Finding, MemoryRead, SymbolicInput, SymbolicMark, SymbolicOutput } from '../exploration.ts';
import { Region, type RegionShape } from './region.ts';
import type { Value } from './value.ts';

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
  readonly function: string;
  /** Where the caller goes on. */
  readonly next: number;
  /** r6 to r10. */
  readonly saved: readonly (Value | null)[];
  /** Set while a helper calls back; its calls are counted here. */
  readonly iteration: Iteration | null;
}

/** A helper that calls a callback again and again. */
export type Iteration =
  | { kind: 'loop'; callback: string; instruction: number; context: Value; count: Term; done: number }
  | {
      kind: 'for-each';
      callback: string;
      instruction: number;
      context: Value;
      map: string;
      next: number;
      done: number;
      fresh: number;
    };

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
  registers: (Value | null)[] = new Array<Value | null>(11).fill(null);
  function = '';
  instruction = 0;
  frame: Frame | null = null;
  event = 0;
  /** Instructions since the event began. */
  executed = 0;
  /** Terms that hold on this path, and a model of them (unless `modelStale`). */
  condition: Term[] = [];
  model: Model;
  modelStale = false;
  /** Conditions that were decided, by term id. */
  known = new Map<number, boolean>();
  maps: ReadonlyMap<string, SymbolicMapState> = new Map();
  /** Region of each data section that was touched. */
  globals: ReadonlyMap<string, number> = new Map();
  initially: 'arbitrary' | 'empty';
  /** The last answer of each clock. */
  clocks: ReadonlyMap<ClockName, Term> = new Map();
  /** How often each numbered input was asked for in this event. */
  counts: ReadonlyMap<string, number> = new Map();
  inputs: readonly SymbolicInput[] = [];
  inputNames: ReadonlySet<string> = new Set();
  reads: readonly MemoryRead[] = [];
  outputs: readonly SymbolicOutput[] = [];
  marks: readonly SymbolicMark[] = [];
  findings: readonly Finding[] = [];
  loops: ReadonlyMap<string, LoopCount> = new Map();
  /** Lookups whose pointer was compared with NULL, and the number of lookups so far. */
  checkedLookups: ReadonlySet<number> = new Set();
  lookups = 0;
  /** The last lookup gave NULL. */
  sawNull = false;
  /** The event called a helper whose result may be read directly. */
  hasKernelPointer = false;
  /** Regions that this event made, by what they are: `context`, `packet`. */
  eventRegions: ReadonlyMap<string, number> = new Map();
  #regions: Map<number, Region>;
  #nextRegion: number;
  #token: object = {};

  constructor(model: Model, initially: 'arbitrary' | 'empty') {
    this.model = model;
    this.initially = initially;
    this.#regions = new Map();
    this.#nextRegion = 1;
  }

  /** A second state that may go another way. Both copy what they write from now on. */
  fork(): MachineState {
    const other = new MachineState(this.model, this.initially);
    const regions = new Map(this.#regions);
    const nextRegion = this.#nextRegion;
    Object.assign(other, this);
    other.#regions = regions;
    other.#nextRegion = nextRegion;
    other.registers = this.registers.slice();
    other.condition = this.condition.slice();
    other.known = new Map(this.known);
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
