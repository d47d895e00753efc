import type { Instruction, JumpCondition } from '../../isa/instruction.ts';
import { Term } from '../../terms/term.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, isInterrupt, Stopped, unsupported } from '../interrupt.ts';
import { operand, register } from '../registers.ts';
import type { MachineState } from '../state/machine-state.ts';
import { type Handle, Pointer, type Value } from '../state/value.ts';
import { distance } from './alu.ts';

type Jump = Extract<Instruction, { kind: 'jump' }>;

/** A conditional jump of RFC 9669, section 4.3. */
export function executeJump(engine: Engine, state: MachineState, jump: Jump): Interrupt | undefined {
  const left = register(state, jump.left);
  if (isInterrupt(left)) return left;
  const right = operand(engine, state, jump.right);
  if (isInterrupt(right)) return right;
  const condition = conditionOf(engine, jump, left, right);
  if (isInterrupt(condition)) return condition;
  const taken = engine.decide(state, condition);
  if (isInterrupt(taken)) return taken;
  noteNullCheck(state, left, right);
  if (!taken) {
    state.instruction++;
    return undefined;
  }
  return jumpBy(engine, state, jump.offset);
}

/** Goes on at a distance from the next instruction. Undecided rounds of a loop are counted at its back edge. */
export function jumpBy(engine: Engine, state: MachineState, offset: number): Stopped | undefined {
  if (offset < 0) {
    const key = `${state.frame?.depth ?? 0} ${state.body.name} ${state.instruction}`;
    const last = state.loops.get(key);
    const { decisions } = state;
    if (last?.decisions !== decisions) {
      const count = (last?.count ?? -1) + 1;
      if (count > engine.limits.loopIterations) {
        return new Stopped('limit', `more than ${engine.limits.loopIterations} undecided rounds of a loop`);
      }
      state.loops = new Map(state.loops).set(key, { decisions, count });
    }
  }
  state.instruction += offset + 1;
  return undefined;
}

function conditionOf(engine: Engine, { condition, width }: Jump, left: Value, right: Value): Term | Interrupt {
  const { store } = engine;
  if (left instanceof Term && right instanceof Term) {
    const [a, b] = width === 64 ? [left, right] : [store.extract(31, 0, left), store.extract(31, 0, right)];
    return compare(engine, condition, a, b);
  }
  if (width === 32) return unsupported('a comparison of half a pointer');
  if (left instanceof Pointer && right instanceof Pointer && left.region === right.region) {
    // Addresses do not wrap around, so their order is the order of signed distances.
    return compare(engine, signedForm(condition), distance(engine, left), distance(engine, right));
  }
  if (left instanceof Term || right instanceof Term) {
    return left instanceof Term
      ? comparePointer(engine, mirrored(condition), right as Handle, left)
      : comparePointer(engine, condition, left, right as Term);
  }
  if (condition === '==' || condition === '!=') return store.boolean((left === right) === (condition === '=='));
  return unsupported('a comparison of pointers into different memory');
}

function compare({ store }: Engine, condition: JumpCondition, a: Term, b: Term): Term {
  switch (condition) {
    case '==':
      return store.eq(a, b);
    case '!=':
      return store.not(store.eq(a, b));
    case '<':
      return store.ult(a, b);
    case '<=':
      return store.ule(a, b);
    case '>':
      return store.ult(b, a);
    case '>=':
      return store.ule(b, a);
    case 's<':
      return store.slt(a, b);
    case 's<=':
      return store.sle(a, b);
    case 's>':
      return store.slt(b, a);
    case 's>=':
      return store.sle(b, a);
    case 'set':
      return store.not(store.eq(store.and(a, b), store.constant(0, a.width)));
  }
}

/** A pointer is neither NULL nor an error number, which are the last 4095 addresses. */
function comparePointer({ store }: Engine, condition: JumpCondition, _: Handle, number: Term): Term | Interrupt {
  if (number.op !== 'constant') return unsupported('a comparison of a pointer with a number');
  const isNull = number.value === 0n;
  const isError = number.value >= 0xffff_ffff_ffff_f000n;
  if (!isNull && !isError) return unsupported('a comparison of a pointer with a number');
  switch (condition) {
    case '==':
      return store.false;
    case '!=':
      return store.true;
    case '>':
    case '>=':
      return isNull ? store.true : store.false;
    case '<':
    case '<=':
      return isNull ? store.false : store.true;
    default:
      return unsupported('a signed comparison of a pointer with a number');
  }
}

function noteNullCheck(state: MachineState, left: Value, right: Value): void {
  for (const value of [left, right]) {
    if (value instanceof Pointer && value.lookup !== null && !state.checkedLookups.has(value.lookup)) {
      state.checkedLookups = new Set(state.checkedLookups).add(value.lookup);
    }
  }
}

function signedForm(condition: JumpCondition): JumpCondition {
  return condition === '<' || condition === '<=' || condition === '>' || condition === '>='
    ? `s${condition}`
    : condition;
}

/** The condition with its sides exchanged. */
function mirrored(condition: JumpCondition): JumpCondition {
  const turned: Partial<Record<JumpCondition, JumpCondition>> = {
    '<': '>',
    '<=': '>=',
    '>': '<',
    '>=': '<=',
    's<': 's>',
    's<=': 's>=',
    's>': 's<',
    's>=': 's<=',
  };
  return turned[condition] ?? condition;
}
