import type { Instruction } from '../../isa/instruction.ts';
import { Term } from '../../terms/term.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, isInterrupt, unsupported } from '../interrupt.ts';
import { register } from '../registers.ts';
import type { MachineState } from '../state/machine-state.ts';
import { loadFrom, storeTo } from './load-store.ts';

type Atomic = Extract<Instruction, { kind: 'atomic' }>;

/** Atomic operations of RFC 9669, section 5.3; nothing else runs in between. */
export function executeAtomic(engine: Engine, state: MachineState, atomic: Atomic): Interrupt | undefined {
  const { store } = engine;
  const { size, base, offset, source } = atomic;
  const old = loadFrom(engine, state, base, offset, size);
  if (isInterrupt(old)) return old;
  const operand = register(state, source);
  if (isInterrupt(operand)) return operand;
  if (!(old instanceof Term) || !(operand instanceof Term)) return unsupported('an atomic operation on a pointer');
  const value = store.extract(size * 8 - 1, 0, operand);
  let result: Term;
  let expected: Term | Interrupt | null = null;
  switch (atomic.operation) {
    case 'add':
      result = store.add(old, value);
      break;
    case 'or':
      result = store.or(old, value);
      break;
    case 'and':
      result = store.and(old, value);
      break;
    case 'xor':
      result = store.xor(old, value);
      break;
    case 'exchange':
      result = value;
      break;
    case 'compare-exchange': {
      const wanted = register(state, 0);
      if (isInterrupt(wanted)) return wanted;
      if (!(wanted instanceof Term)) return unsupported('an atomic comparison with a pointer');
      expected = store.extract(size * 8 - 1, 0, wanted);
      result = store.ite(store.eq(old, expected), value, old);
      break;
    }
  }
  const failed = storeTo(engine, state, base, offset, size, store.zeroExtend(result, 64));
  if (failed !== undefined) return failed;
  if (expected !== null) state.registers[0] = store.zeroExtend(old, 64);
  else if (atomic.fetch || atomic.operation === 'exchange') state.registers[source] = store.zeroExtend(old, 64);
  state.instruction++;
  return undefined;
}
