import { globalWord } from '../../helpers/input-names.ts';
import type { DataSection } from '../../elf/object.ts';
import type { Engine } from '../engine.ts';
import { isBpftraceSection } from '../program-type.ts';
import { type Stopped, unsupported } from '../interrupt.ts';
import type { MachineState } from '../state/machine-state.ts';
import type { RegionShape } from '../state/region.ts';
import { Pointer } from '../state/value.ts';

/** Pointer into a data section of the object. */
export function globalPointer(engine: Engine, state: MachineState, name: string, offset: number): Pointer | Stopped {
  const known = state.globals.get(name);
  if (known !== undefined) return new Pointer(known, offset);
  const section = engine.program.object.sections.find((each) => each.name === name);
  if (section === undefined) return unsupported(`the data section ${name}, which the object does not have`);
  const id = state.addRegion({
    kind: 'data',
    name: `the section ${name}`,
    size: section.bytes.length,
    writable: !section.readOnly && !isLiteral(engine, name),
    initial: initialContent(engine, state, section),
  });
  state.globals = new Map(state.globals).set(name, id);
  return new Pointer(id, offset);
}

/** bpftrace keeps the program's literals in .data and never writes there; its buffers have sections of their own. */
const isLiteral = (engine: Engine, section: string): boolean =>
  section === '.data' && engine.program.object.functions.some((each) => isBpftraceSection(each.section));

function initialContent(engine: Engine, state: MachineState, section: DataSection): RegionShape['initial'] {
  const { store } = engine;
  const { name, bytes } = section;
  const word = (offset: number): Uint8Array => bytes.subarray(offset, offset + 8);
  const isConfiguration = name.startsWith('.kconfig');
  if (isConfiguration) engine.assumptions.add('configuration-arbitrary');
  else if (section.readOnly) engine.assumptions.add('read-only-data');
  if (isConfiguration || (!section.readOnly && state.initially === 'arbitrary' && !isLiteral(engine, name))) {
    return (offset) => {
      const start = offset - (offset % 8);
      const { length } = word(start);
      const content = store.variable(globalWord(name, start, length), length * 8);
      return { content, position: offset - start };
    };
  }
  return (offset) => {
    const start = offset - (offset % 8);
    const part = word(start);
    const value = part.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    return { content: store.constant(value, part.length * 8), position: offset - start };
  };
}
