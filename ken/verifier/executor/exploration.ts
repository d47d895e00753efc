import type { TracerActions } from '../compile/tracer-actions.ts';
import type { BpfObject, MapDefinition } from '../elf/object.ts';
import type { TypeTable } from '../btf/type-table.ts';
import type { Solver } from '../solver/solver.ts';
import type { Model } from '../terms/model.ts';
import type { Term } from '../terms/term.ts';
import type { TermStore } from '../terms/term-store.ts';
import type { MarkerKind } from '../desugar/annotated.ts';
import type { Assumption } from './assumptions.ts';
import type { EndState } from './state/machine-state.ts';
import type { SymbolicBytes } from './state/symbolic-bytes.ts';

/** What is explored: an object whose CO-RE relocations were applied. */
export interface LoadedProgram {
  object: BpfObject;
  /** BTF of the target kernel; names kernel functions that the program calls. */
  kernelTypes: TypeTable | null;
  /** bpftrace: what the tracer does to maps when it reads a record. Without it, nothing is done. */
  tracerActions?: TracerActions;
}

/**
 * Where the first event starts. `arbitrary`: maps and globals hold anything, so a property that holds on every path
 * holds for any history. `empty`: as loaded. Otherwise the state that an earlier event left, which is not changed.
 */
export type Start = 'arbitrary' | 'empty' | EndState;

export interface ExplorationOptions {
  store: TermStore;
  solver: Solver;
  limits?: Partial<Limits>;
  choices?: Partial<ModelChoices>;
  signal?: AbortSignal;
  /** Only paths on which this holds too, with a model of it: the condition of a path of another program. */
  given?: { condition: readonly Term[]; model: Model };
  /** Number of this event; by default one more than the start's. Inputs are named by it. */
  event?: number;
}

/** When one is reached the exploration says so in `stopped`; it never throws. */
export interface Limits {
  /** Paths that ended. */
  paths: number;
  /** Instructions of all paths together, and of a single one. */
  instructions: number;
  pathInstructions: number;
  /** Undecided iterations of one loop of the program, of bpf_loop and of for_each_map_elem over unknown entries. */
  loopIterations: number;
  unknownEntries: number;
  /** Alternatives of one access at an unknown offset. */
  offsets: number;
  milliseconds: number;
  /** Terms that the exploration adds to the store; about 150 bytes each. */
  terms: number;
}

/** Switches of the environment's model. Each choice appears among the assumptions. */
export interface ModelChoices {
  /** An update of a hash map may fail for want of memory or room. Default false. */
  updatesMayFail: boolean;
  /** A read of kernel or user memory may fail at any address. Default false: only below 4096. */
  readsMayFail: boolean;
  /** bpf_ringbuf_reserve may return NULL. Default true, as every program must check it. */
  reservationsMayFail: boolean;
  /** Events of a sequence run on the same CPU. Default true; otherwise per-CPU maps have one slot per event's CPU. */
  oneCpu: boolean;
  /** Clocks stand still within an event, so that two programs that read it differently often can be compared. Default false. */
  stableClock: boolean;
  /** The current task (pid, uid, comm) is the same in all events of a sequence. Default false. */
  oneTask: boolean;
}

export interface Exploration {
  /** Every path that ended, in a fixed order. Those that ended with `stopped` count too: marks on them were reached. */
  paths: FinishedPath[];
  /** No path was cut short: what holds on all of `paths` holds for the program. */
  complete: boolean;
  /** Why it is not complete; empty when it is. */
  stopped: StopReason[];
  /** One entry for each kind and place, with the first model that shows it. */
  findings: Finding[];
  /** Modelling choices that these paths stand on. */
  assumptions: Assumption[];
  statistics: Statistics;
}

export interface FinishedPath {
  end: PathEnd;
  /** Conjunction; grows over the events of a sequence. */
  condition: readonly Term[];
  /** Satisfies `condition`. */
  model: Model;
  /** In order, over all events of the sequence; so are the next four. */
  outputs: readonly SymbolicOutput[];
  marks: readonly SymbolicMark[];
  findings: readonly Finding[];
  inputs: readonly SymbolicInput[];
  reads: readonly MemoryRead[];
  maps: ReadonlyMap<string, SymbolicMap>;
  /** Data sections that an event touched, after the last one. */
  globals: ReadonlyMap<string, SymbolicBytes>;
  /** r0 as 64 bits; null when the path did not return a number. */
  returned: Term | null;
  /** Start of the next event of a sequence; null unless the path returned. */
  state: EndState | null;
}

export type PathEnd =
  | { kind: 'returned' }
  /** An assume is false here: nothing follows. */
  | { kind: 'cut'; id: number }
  | { kind: 'stopped'; reason: StopReason };

export interface StopReason {
  /**
   * `limit`: a number of `Limits`. `unknown`: the solver gave no answer. `unsupported`: not modelled. `rejected`: the
   * kernel's own verifier refuses the program here.
   */
  kind: 'limit' | 'unknown' | 'unsupported' | 'rejected';
  /** One sentence fragment that names the helper, instruction or limit. */
  reason: string;
  site: Site | null;
}

/** A place in the object. */
export interface Site {
  function: string;
  /** Index of the 8-byte slot within the function. */
  instruction: number;
}

/** Everything that leaves the program for user space or changes the world. */
export interface SymbolicOutput {
  kind: 'ringbuf' | 'perf' | 'trace-printk' | 'signal' | 'sequence-file' | 'override-return' | 'user-memory';
  /** From 1. */
  event: number;
  /** The ring buffer or perf array. */
  map: string | null;
  /** As long as it can be; those from `size` on are not written. */
  bytes: SymbolicBytes;
  /** 64 bits; nearly always a constant. */
  size: Term;
  site: Site;
  /** How much of the path's condition held when it was written. */
  conditionLength: number;
}

export interface SymbolicMark {
  kind: MarkerKind;
  /** Id of the annotation. */
  id: number;
  event: number;
  site: Site;
  /** The first `conditionLength` terms of the path's condition lead here, and `model` satisfies them. */
  conditionLength: number;
  model: Model;
}

export const findingKinds = [
  'division-by-zero',
  'oversized-shift',
  'null-read',
  'unchecked-map-value',
  'uninitialised-read',
  'out-of-bounds',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Something that is wrong or undefined on a path, found without an annotation. */
export interface Finding {
  kind: FindingKind;
  /** One sentence. */
  message: string;
  event: number;
  site: Site;
  /** When this holds after the first `conditionLength` terms of the path's condition, the fault happens. */
  condition: Term;
  conditionLength: number;
  /** Shows the fault. Null on paths after the first one through this place, where it was not asked for again. */
  model: Model | null;
}

/** A value that the outside world chose. */
export interface SymbolicInput {
  event: number;
  /** As in helpers/input-names.ts, without the event: `pid_tgid`, `context+112`. */
  name: string;
  term: Term;
  site: Site;
}

/** A read of memory that is not the program's own. */
export interface MemoryRead {
  event: number;
  space: 'kernel' | 'user' | 'packet';
  /** 64 bits; in a packet the offset from its start. */
  address: Term;
  /** Bytes; for a string its maximum. */
  size: number;
  string: boolean;
  /** What was read; null for a string. */
  value: Term | null;
  site: Site;
}

export interface SymbolicMap {
  definition: MapDefinition;
  /** Pairwise distinct keys, in the order of first use. */
  entries: SymbolicEntry[];
  /** Entries that no event touched: there are none, they hold what the object says, or anything. */
  untouched: 'absent' | 'zero' | 'arbitrary';
}

export interface SymbolicEntry {
  /** All bytes of the key, the first lowest. */
  key: Term;
  /** Bool. */
  present: Term;
  /** Meaningful when present. */
  value: SymbolicBytes;
  /** Content before the first event; the value is meaningful when present. */
  initial: { present: Term; value: SymbolicBytes };
}

export interface Statistics {
  paths: number;
  instructions: number;
  forks: number;
  /** Questions to the solver, and how many of them only looked for findings. */
  checks: number;
  findingChecks: number;
  /** Conditions for which a model was found without the solver. */
  modelHits: number;
  terms: number;
  milliseconds: number;
}
