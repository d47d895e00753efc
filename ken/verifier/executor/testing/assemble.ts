import type { BpfFunction, BpfObject, MapDefinition, Reference } from '../../elf/object.ts';
import type { AluOperation, Instruction, JumpCondition, Operand, Size } from '../../isa/instruction.ts';

/**
 * A BPF object from readable text, for tests. Lines as the kernel prints them (`r1 += r2`, `w0 = -1`,
 * `r1 = *(u32 *)(r10 -8)`, `if r1 s> 3 goto end`, `call 14`, `exit`), labels (`end:`), and `r1 = map NAME`,
 * `r1 = data .bss+8`, `r2 = function NAME`, `call NAME` for what the linker would fill in.
 */
export function assemble(functions: Record<string, string>, parts: Partial<Parts> = {}): BpfObject {
  const { section = 'kprobe/test', maps = [], sections = [] } = parts;
  return {
    functions: Object.entries(functions).map(([name, text], index) =>
      assembleFunction(name, index === 0 ? section : '.text', text),
    ),
    maps: new Map(maps.map((map) => [map.name, map])),
    sections,
    types: null,
    license: 'GPL',
    lines: [],
    coreRelocations: [],
  };
}

interface Parts {
  /** Of the first function. */
  section: string;
  maps: MapDefinition[];
  sections: BpfObject['sections'];
}

/** A map as .maps would define it. */
export function map(typeName: string, name: string, sizes: Partial<MapDefinition> = {}): MapDefinition {
  const definition = {
    name,
    type: 0,
    typeName,
    keySize: 4,
    valueSize: 8,
    maxEntries: 16,
    keyType: null,
    valueType: null,
  };
  return { ...definition, flags: 0, ...sizes };
}

const operations: Record<string, AluOperation> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  's/': 'signed-divide',
  '%': 'modulo',
  's%': 'signed-modulo',
  '|': 'or',
  '&': 'and',
  '^': 'xor',
  '<<': 'shift-left',
  '>>': 'shift-right',
  's>>': 'arithmetic-shift-right',
  '': 'move',
};

function assembleFunction(name: string, section: string, text: string): BpfFunction {
  const labels = new Map<string, number>();
  const lines: string[] = [];
  let slots = 0;
  for (const line of text.split('\n').map((each) => each.replace(/;.*/, '').trim())) {
    if (line.endsWith(':')) labels.set(line.slice(0, -1), slots);
    else if (line !== '') {
      lines.push(line);
      slots += isWide(line) ? 2 : 1;
    }
  }
  const instructions: Instruction[] = [];
  const references = new Map<number, Reference>();
  for (const line of lines) {
    const at = instructions.length;
    const target = (label: string): number => (labels.get(label) ?? unreadable(line)) - at - 1;
    const { instruction, reference } = assembleLine(line, target);
    if (reference) references.set(at, reference);
    instructions.push(instruction);
    if (isWide(line)) instructions.push({ kind: 'second-slot' });
  }
  return { name, section, global: true, instructions, references, typeId: null };
}

const isWide = (line: string): boolean => /^r\d+ = (map|data|function) |^r\d+ = -?\w+ ll$/.test(line);

interface Assembled {
  instruction: Instruction;
  reference?: Reference;
}

function assembleLine(line: string, target: (label: string) => number): Assembled {
  const wide = /^r(\d+) = (map|data|function) ([\w.]+)(?:\+(\d+))?$/.exec(line);
  if (wide) {
    const [, register, kind, name = '', offset] = wide;
    const instruction = { kind: 'wide-load', destination: Number(register), load: 'value', immediate: 0n } as const;
    if (kind === 'map') return { instruction, reference: { kind: 'map', map: name } };
    if (kind === 'data')
      return { instruction, reference: { kind: 'data', section: name, offset: Number(offset ?? 0) } };
    return { instruction, reference: { kind: 'function', function: name, instruction: 0 } };
  }
  const constant = /^r(\d+) = (-?\w+) ll$/.exec(line);
  if (constant) {
    const [, register, value = ''] = constant;
    const immediate = BigInt.asUintN(64, BigInt(value));
    return { instruction: { kind: 'wide-load', destination: Number(register), load: 'value', immediate } };
  }
  const call = /^call (\S+)$/.exec(line)?.[1];
  if (call !== undefined) {
    if (/^\w*\d+$/.test(call) && !Number.isNaN(Number(call)))
      return { instruction: { kind: 'call-helper', helper: Number(call) } };
    return {
      instruction: { kind: 'call-local', offset: -1 },
      reference: { kind: 'function', function: call, instruction: 0 },
    };
  }
  return { instruction: memoryLine(line) ?? jumpLine(line, target) ?? aluLine(line) ?? unreadable(line) };
}

function memoryLine(line: string): Instruction | null {
  const load = /^r(\d+) = \*\(([us])(\d+) \*\)\(r(\d+) ?([+-]\d+)\)$/.exec(line);
  if (load) {
    const [, destination, sign, bits, base, offset] = load.map((part) => part);
    const size = (Number(bits) / 8) as Size;
    return {
      kind: 'load',
      size,
      signed: sign === 's',
      destination: Number(destination),
      base: Number(base),
      offset: Number(offset),
    };
  }
  const store = /^\*\(u(\d+) \*\)\(r(\d+) ?([+-]\d+)\) = (\S+)$/.exec(line);
  if (store) {
    const [, bits, base, offset, source = ''] = store;
    return {
      kind: 'store',
      size: (Number(bits) / 8) as Size,
      base: Number(base),
      offset: Number(offset),
      source: operand(source),
    };
  }
  const atomic =
    /^lock (fetch )?\*\(u(\d+) \*\)\(r(\d+) ?([+-]\d+)\) (add|or|and|xor|exchange|compare-exchange) r(\d+)$/.exec(line);
  if (!atomic) return null;
  const [, fetch, bits, base, offset, name, source] = atomic;
  const operation = name as Extract<Instruction, { kind: 'atomic' }>['operation'];
  const size = (Number(bits) / 8) as 4 | 8;
  return {
    kind: 'atomic',
    operation,
    fetch: fetch !== undefined,
    size,
    base: Number(base),
    offset: Number(offset),
    source: Number(source),
  };
}

function jumpLine(line: string, target: (label: string) => number): Instruction | null {
  if (line === 'exit') return { kind: 'exit' };
  const far = /^goto (\w+)$/.exec(line)?.[1];
  if (far !== undefined) return { kind: 'goto', offset: target(far), far: false };
  const jump = /^if ([rw])(\d+) (\S+) (\S+) goto (\w+)$/.exec(line);
  if (!jump) return null;
  const [, kind, left, condition = '', right = '', label = ''] = jump;
  const width = kind === 'r' ? 64 : 32;
  const name = (condition === '&' ? 'set' : condition) as JumpCondition;
  return { kind: 'jump', width, condition: name, left: Number(left), right: operand(right), offset: target(label) };
}

function aluLine(line: string): Instruction | null {
  const negate = /^([rw])(\d+) = -[rw]\2$/.exec(line);
  if (negate) return { kind: 'negate', width: negate[1] === 'r' ? 64 : 32, destination: Number(negate[2]) };
  const extend = /^([rw])(\d+) = \(s(8|16|32)\)[rw](\d+)$/.exec(line);
  if (extend) {
    const [, kind, destination, from, source] = extend;
    const width = kind === 'r' ? 64 : 32;
    return {
      kind: 'move-sign-extend',
      width,
      from: Number(from) as 8 | 16 | 32,
      destination: Number(destination),
      source: Number(source),
    };
  }
  const swap = /^r(\d+) = (le|be|bswap)(16|32|64) r\1$/.exec(line);
  if (swap) {
    const [, destination, name, bits] = swap;
    const order = name === 'le' ? 'little' : name === 'be' ? 'big' : 'swap';
    return { kind: 'byte-order', order, bits: Number(bits) as 16 | 32 | 64, destination: Number(destination) };
  }
  const alu = /^([rw])(\d+) (\S*)= (\S+)$/.exec(line);
  const operation = alu ? operations[alu[3] ?? ''] : undefined;
  if (!alu || operation === undefined) return null;
  const width = alu[1] === 'r' ? 64 : 32;
  return { kind: 'alu', width, operation, destination: Number(alu[2]), source: operand(alu[4] ?? '') };
}

function operand(text: string): Operand {
  const register = /^[rw](\d+)$/.exec(text);
  return register ? { kind: 'register', register: Number(register[1]) } : { kind: 'immediate', value: BigInt(text) };
}

function unreadable(line: string): never {
  throw new SyntaxError(`cannot assemble: ${line}`);
}
