import type { BpfFunction } from '../elf/object.ts';
import { ofEvent, numberedInput } from '../helpers/input-names.ts';
import type { Solver } from '../solver/solver.ts';
import { modelOf } from '../terms/model.ts';
import type { Term } from '../terms/term.ts';
import type { TermStore } from '../terms/term-store.ts';
import type { AssumptionId } from './assumptions.ts';
import type {
  ExplorationOptions,
  Finding,
  FindingKind,
  Limits,
  LoadedProgram,
  ModelChoices,
  Site,
  Statistics,
} from './exploration.ts';
import { Undecided } from './interrupt.ts';
import { defaultChoices, defaultLimits } from './limits.ts';
import { knownTruth, learn } from './knowledge.ts';
import { appended } from './state/chain.ts';
import type { MachineState } from './state/machine-state.ts';

/** What all paths of one exploration share. */
export class Engine {
  readonly store: TermStore;
  readonly solver: Solver;
  readonly program: LoadedProgram;
  readonly functions: ReadonlyMap<string, BpfFunction>;
  readonly limits: Limits;
  readonly choices: ModelChoices;
  readonly assumptions = new Set<AssumptionId>();
  /** First finding of each kind and place that has a model. */
  readonly witnessed = new Map<string, Finding>();
  /** Findings of the current step that need the solver. */
  readonly suspected: { finding: Finding; state: MachineState }[] = [];
  readonly statistics: Statistics = {
    paths: 0,
    instructions: 0,
    forks: 0,
    checks: 0,
    findingChecks: 0,
    modelHits: 0,
    terms: 0,
    milliseconds: 0,
  };

  constructor(program: LoadedProgram, options: ExplorationOptions) {
    this.store = options.store;
    this.solver = options.solver;
    this.program = program;
    this.functions = new Map(program.object.functions.map((each) => [each.name, each]));
    this.limits = { ...defaultLimits, ...options.limits };
    this.choices = { ...defaultChoices, ...options.choices };
  }

  number(value: bigint | number): Term {
    return this.store.constant(value, 64);
  }

  /** Whether a Bool holds on the path, as far as that was decided already. */
  decide(state: MachineState, condition: Term): boolean | Undecided {
    if (condition === this.store.true) return true;
    if (condition === this.store.false) return false;
    return knownTruth(state, condition) ?? new Undecided(condition);
  }

  /** Adds what holds by the model of the environment. */
  assume(state: MachineState, condition: Term): void {
    if (this.decide(state, condition) === true) return;
    state.condition.push(condition);
    learn(state, condition, true);
    if (!state.model.holds(condition)) state.modelStale = true;
  }

  /** Gives a variable that nothing was said about yet a value in the path's model. */
  witness(state: MachineState, variable: Term, value: bigint): void {
    const { variables, functions } = state.model;
    state.model = modelOf({ variables: new Map(variables).set(variable.name, value), functions });
  }

  /** An input of the event; the same name gives the same term. `name` has no event. */
  input(state: MachineState, name: string, width: number): Term {
    const { event } = state;
    const full = ofEvent(event, name);
    const term = this.store.variable(full, width);
    if (!state.inputNames.has(full)) {
      state.inputNames = new Set(state.inputNames).add(full);
      state.inputs = appended(state.inputs, { event, name, term, site: this.site(state) });
    }
    return term;
  }

  /** An input that has the same value in all events of the sequence. */
  lastingInput(state: MachineState, name: string, width: number): Term {
    const isNew = !state.inputNames.has(ofEvent(state.event, name));
    const term = this.input(state, name, width);
    for (let event = state.event - 1; isNew && event > 0; event--) {
      const full = ofEvent(event, name);
      if (!state.inputNames.has(full)) continue;
      const before = this.store.variable(full, width);
      const value = state.model.value(before);
      if (typeof value === 'bigint') this.witness(state, term, value);
      this.assume(state, this.store.eq(term, before));
      break;
    }
    return term;
  }

  /** The next answer to a question that is asked again and again. */
  numbered(state: MachineState, name: string, width: number): Term {
    const count = state.counts.get(name) ?? 0;
    state.counts = new Map(state.counts).set(name, count + 1);
    return this.input(state, numberedInput(name, count), width);
  }

  site(state: MachineState): Site {
    return { function: state.body.name, instruction: state.instruction };
  }

  /** Notes a fault that happens on this path when `condition` holds too. */
  report(state: MachineState, kind: FindingKind, message: string, condition: Term): void {
    if (condition === this.store.false || this.decide(state, condition) === false) return;
    const site = this.site(state);
    for (let link = state.findings; link !== null; link = link.before) {
      const { item } = link;
      if (item.condition === condition && item.kind === kind && sameSite(item.site, site)) return;
    }
    const { event } = state;
    const finding = { kind, message, event, site, condition, conditionLength: state.condition.length, model: null };
    const key = findingKey(finding);
    if (this.witnessed.has(key)) {
      state.findings = appended(state.findings, finding);
    } else if (!state.modelStale && state.model.holds(condition)) {
      this.confirm(state, { ...finding, model: state.model });
    } else {
      this.suspected.push({ finding, state });
    }
  }

  confirm(state: MachineState, finding: Finding): void {
    this.witnessed.set(findingKey(finding), finding);
    state.findings = appended(state.findings, finding);
  }
}

const findingKey = ({ kind, site, event }: Finding): string => `${kind} ${site.function} ${site.instruction} ${event}`;
const sameSite = (a: Site, b: Site): boolean => a.function === b.function && a.instruction === b.instruction;
