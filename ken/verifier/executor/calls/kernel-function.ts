import { kernelFunctionEffect } from '../../helpers/kernel-functions.ts';
import type { Engine } from '../engine.ts';
import { type Interrupt, unsupported } from '../interrupt.ts';
import type { MachineState } from '../state/machine-state.ts';

/** A call of a kernel function (kfunc). Only those without an effect on what is modelled are known. */
export function callKernelFunction(engine: Engine, state: MachineState, typeId: number): Interrupt | undefined {
  const reference = state.body.references.get(state.instruction);
  const name =
    reference?.kind === 'extern' ? reference.name : (engine.program.kernelTypes?.type(typeId).name ?? `#${typeId}`);
  const effect = kernelFunctionEffect(name);
  if (effect === null) return unsupported(`the kernel function ${name}`);
  state.registers.fill(null, 0, 6);
  if (effect === 'number') {
    engine.assumptions.add('kernel-function-opaque');
    state.registers[0] = engine.numbered(state, name, 64);
  } else {
    state.registers[0] = engine.number(0);
  }
  state.instruction++;
  return undefined;
}
