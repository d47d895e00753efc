import { describe, expect, it } from 'vitest';
import type { BpfFunction, BpfObject, MapDefinition, Reference } from '../elf/object.ts';
import { type Environment, interpret, MapState } from './interpreter.ts';
import type { AluOperation, Instruction, Operand } from './instruction.ts';

function register(number: number): Operand {
  return { kind: 'register', register: number };
}
function constant(value: number | bigint): Operand {
  return { kind: 'immediate', value: BigInt(value) };
}
function set(destination: number, value: bigint): Instruction[] {
  const load = { kind: 'wide-load', destination, load: 'value', immediate: BigInt.asUintN(64, value) } as const;
  return [load, { kind: 'second-slot' }];
}
function mapPointer(destination: number): Instruction[] {
  return [{ kind: 'wide-load', destination, load: 'map-fd', immediate: 0n }, { kind: 'second-slot' }];
}
const exit: Instruction = { kind: 'exit' };
const call = (helper: number): Instruction => ({ kind: 'call-helper', helper });
const move = (destination: number, source: Operand): Instruction => {
  return { kind: 'alu', width: 64, operation: 'move', destination, source };
};
const add = (destination: number, source: Operand): Instruction => {
  return { kind: 'alu', width: 64, operation: 'add', destination, source };
};
const store = (size: 1 | 2 | 4 | 8, offset: number, source: Operand): Instruction => {
  return { kind: 'store', size, base: 10, offset, source };
};

const hash: MapDefinition = {
  name: 'counts',
  type: 1,
  typeName: 'hash',
  keySize: 4,
  valueSize: 8,
  maxEntries: 2,
  keyType: null,
  valueType: null,
  flags: 0,
};

interface Setting {
  references?: [number, Reference][];
  functions?: BpfFunction[];
  maps?: MapDefinition[];
  environment?: Partial<Environment>;
}

function run(instructions: Instruction[], setting: Setting = {}) {
  const main: BpfFunction = {
    name: 'main',
    section: 'test',
    global: true,
    instructions,
    references: new Map(setting.references),
    typeId: null,
  };
  const object: BpfObject = {
    functions: [main, ...(setting.functions ?? [])],
    maps: new Map((setting.maps ?? []).map((map) => [map.name, map])),
    sections: [],
    types: null,
    license: 'GPL',
    lines: [],
    coreRelocations: [],
  };
  const environment: Environment = {
    context: () => 0n,
    kernelByte: () => 'fault',
    userByte: () => 'fault',
    input: (name) => {
      throw new Error(`no input ${name}`);
    },
    maps: MapState.of(object),
    ...setting.environment,
  };
  return interpret(object, 'main', environment, { instructions: 10_000 });
}

function returned(instructions: Instruction[], setting?: Setting): string {
  const result = run(instructions, setting);
  return result.end === 'returned' ? `0x${result.returned.toString(16)}` : JSON.stringify(result);
}

describe('arithmetic of RFC 9669', () => {
  const smallest = -(1n << 63n);
  // Expected values computed by hand from the RFC's text, not by this code.
  it.each<[AluOperation, 32 | 64, bigint, bigint, string]>([
    ['divide', 64, 7n, 0n, '0x0'],
    ['modulo', 64, 7n, 0n, '0x7'],
    ['modulo', 32, 0xffff_ffff_0000_0007n, 0n, '0x7'],
    ['divide', 64, -1n, 2n, '0x7fffffffffffffff'],
    ['divide', 32, -1n, 2n, '0x7fffffff'],
    ['signed-divide', 64, -13n, 3n, '0xfffffffffffffffc'],
    ['signed-modulo', 64, -13n, 3n, '0xffffffffffffffff'],
    ['signed-divide', 32, -13n, 3n, '0xfffffffc'],
    ['signed-divide', 64, smallest, -1n, '0x8000000000000000'],
    ['signed-modulo', 64, smallest, -1n, '0x0'],
    ['shift-left', 64, 1n, 65n, '0x2'],
    ['shift-left', 32, 1n, 33n, '0x2'],
    ['arithmetic-shift-right', 32, 0x8000_0000n, 4n, '0xf8000000'],
    ['arithmetic-shift-right', 64, smallest, 4n, '0xf800000000000000'],
    ['add', 32, 0xffff_ffffn, 1n, '0x0'],
    ['multiply', 64, 0x1_0000_0001n, 0x1_0000_0001n, '0x200000001'],
    ['move', 32, 0n, -1n, '0xffffffff'],
  ])('%s of %i bits: %d, %d', (operation, width, left, right, expected) => {
    const program: Instruction[] = [
      ...set(0, left),
      ...set(1, right),
      { kind: 'alu', width, operation, destination: 0, source: register(1) },
      exit,
    ];
    expect(returned(program)).toBe(expected);
  });

  it.each([
    ['little', 16, '0x7788'],
    ['big', 16, '0x8877'],
    ['big', 32, '0x88776655'],
    ['swap', 64, '0x8877665544332211'],
  ] as const)('%s %i', (order, bits, expected) => {
    const swap: Instruction = { kind: 'byte-order', order, bits, destination: 0 };
    expect(returned([...set(0, 0x1122_3344_5566_7788n), swap, exit])).toBe(expected);
  });

  it('extends the sign of moves and loads, 32-bit moves only to 32 bits', () => {
    const extend = (width: 32 | 64): Instruction[] => [
      ...set(1, 0x80n),
      { kind: 'move-sign-extend', width, from: 8, destination: 0, source: 1 },
      exit,
    ];
    expect(returned(extend(64))).toBe('0xffffffffffffff80');
    expect(returned(extend(32))).toBe('0xffffff80');
    const load: Instruction = { kind: 'load', size: 2, signed: true, destination: 0, base: 10, offset: -8 };
    expect(returned([store(8, -8, constant(0x8000)), load, exit])).toBe('0xffffffffffff8000');
  });
});

describe('memory and control', () => {
  it('compares and exchanges with r0, and clears the upper half of a 32-bit result', () => {
    const exchange: Instruction = {
      kind: 'atomic',
      operation: 'compare-exchange',
      fetch: true,
      size: 4,
      base: 10,
      offset: -8,
      source: 2,
    };
    const reload: Instruction = { kind: 'load', size: 4, signed: false, destination: 1, base: 10, offset: -8 };
    const program = [store(8, -8, constant(5)), ...set(0, 0xffff_ffff_0000_0005n), move(2, constant(9)), exchange];
    expect(returned([...program, exit])).toBe('0x5');
    expect(returned([...program, reload, move(0, register(1)), exit])).toBe('0x9');
  });

  it('stops at the limit, outside the stack, and at what it does not know', () => {
    expect(run([{ kind: 'goto', offset: -1, far: false }])).toMatchObject({ end: 'stopped', stopped: 'limit' });
    expect(run([store(8, -516, constant(0)), exit])).toMatchObject({
      end: 'stopped',
      stopped: 'fault',
      reason: '8 bytes at offset -4 of the stack, which has 512',
      instruction: 0,
    });
    expect(run([store(8, -4, constant(0)), exit])).toMatchObject({ stopped: 'fault' });
    expect(run([{ kind: 'call-kernel', typeId: 7, module: 0 }])).toMatchObject({ stopped: 'unsupported' });
    expect(run([call(2000), exit])).toMatchObject({ stopped: 'unsupported' });
  });

  it('calls subprograms with their own stack, nested at most 8 deep', () => {
    const callee = (instructions: Instruction[]): BpfFunction => ({
      name: 'callee',
      section: '.text',
      global: false,
      instructions,
      references: new Map([[0, { kind: 'function', function: 'callee', instruction: 0 }]]),
      typeId: null,
    });
    const local: Instruction = { kind: 'call-local', offset: 0 };
    const reference: [number, Reference] = [2, { kind: 'function', function: 'callee', instruction: 0 }];
    const main = [store(8, -8, constant(40)), move(1, constant(2)), local];
    const reload: Instruction = { kind: 'load', size: 8, signed: false, destination: 1, base: 10, offset: -8 };
    const twice = callee([store(8, -8, constant(7)), move(0, register(1)), exit]);
    expect(
      returned([...main, reload, add(0, register(1)), exit], { references: [reference], functions: [twice] }),
    ).toBe('0x2a');
    const endless = run([...main, exit], { references: [reference], functions: [callee([local, exit])] });
    expect(endless).toMatchObject({ stopped: 'fault', reason: 'more than 8 nested calls' });
  });

  it('asks the environment for the context and for kernel memory, where a fault reads as 0', () => {
    const fromContext: Instruction = { kind: 'load', size: 8, signed: false, destination: 2, base: 1, offset: 112 };
    const through: Instruction = { kind: 'load', size: 2, signed: false, destination: 0, base: 2, offset: 12 };
    const environment: Partial<Environment> = {
      context: (offset, size) => (offset === 112 && size === 8 ? 0xffff_8880_0000_1000n : 0n),
      kernelByte: (address) => (address < 4096n ? 'fault' : Number(address & 0xffn)),
    };
    expect(returned([fromContext, through, exit], { environment })).toBe('0xd0c');
    expect(returned([move(2, constant(0)), through, exit], { environment })).toBe('0x0');
  });
});

describe('helpers', () => {
  const key = [store(4, -4, constant(1)), move(2, register(10)), add(2, constant(-4))];
  const map: [number, Reference] = [0, { kind: 'map', map: 'counts' }];

  it('keeps map values between lookup, update and delete', () => {
    const update = [
      ...mapPointer(1),
      ...key,
      store(8, -16, constant(77)),
      move(3, register(10)),
      add(3, constant(-16)),
    ];
    const program = [...update, move(4, constant(0)), call(2)];
    const lookup = [...mapPointer(1), ...key, call(1)];
    const value: Instruction = { kind: 'load', size: 8, signed: false, destination: 0, base: 0, offset: 0 };
    const second: [number, Reference] = [program.length, { kind: 'map', map: 'counts' }];
    const setting = { maps: [hash], references: [map, second] };
    expect(returned([...program, ...lookup, value, exit], setting)).toBe('0x4d');
    // BPF_NOEXIST on an absent key is fine, on a present one -EEXIST.
    expect(returned([...update, move(4, constant(1)), call(2), exit], setting)).toBe('0x0');
    expect(returned([...program, ...lookup.slice(0, -1), call(3), exit], setting)).toBe('0x0');
    expect(returned([...lookup, exit], setting)).toBe('0x0');
    expect(returned([...lookup.slice(0, -1), call(3), exit], setting)).toBe('0xfffffffffffffffe');
  });

  it('runs bpf_loop until the callback gives 1', () => {
    const callback: BpfFunction = {
      name: 'each',
      section: '.text',
      global: false,
      instructions: [
        { kind: 'load', size: 8, signed: false, destination: 3, base: 2, offset: 0 },
        add(3, register(1)),
        { kind: 'store', size: 8, base: 2, offset: 0, source: register(3) },
        move(0, constant(0)),
        { kind: 'jump', width: 64, condition: '!=', left: 1, right: constant(4), offset: 1 },
        move(0, constant(1)),
        exit,
      ],
      references: new Map(),
      typeId: null,
    };
    const program: Instruction[] = [
      { kind: 'wide-load', destination: 2, load: 'function', immediate: 0n },
      { kind: 'second-slot' },
      store(8, -8, constant(100)),
      move(1, constant(50)),
      move(3, register(10)),
      add(3, constant(-8)),
      move(4, constant(0)),
      call(181),
      move(6, register(0)),
      { kind: 'load', size: 8, signed: false, destination: 0, base: 10, offset: -8 },
      { kind: 'alu', width: 64, operation: 'shift-left', destination: 6, source: constant(32) },
      add(0, register(6)),
      exit,
    ];
    const references: [number, Reference][] = [[0, { kind: 'function', function: 'each', instruction: 0 }]];
    expect(returned(program, { references, functions: [callback] })).toBe('0x50000006e');
  });

  it('numbers the answers of a clock, and tells the outputs', () => {
    const ring: MapDefinition = { ...hash, name: 'events', typeName: 'ringbuf', type: 27, keySize: 0, valueSize: 0 };
    const asked: string[] = [];
    const input = (name: string): bigint => BigInt(asked.push(name)) * 10n;
    const program = [
      call(5),
      move(6, register(0)),
      call(5),
      { kind: 'store', size: 8, base: 10, offset: -8, source: register(0) } as const,
      ...mapPointer(1),
      move(2, register(10)),
      add(2, constant(-8)),
      move(3, constant(8)),
      move(4, constant(0)),
      call(130),
      move(0, register(6)),
      exit,
    ];
    const references: [number, Reference][] = [[4, { kind: 'map', map: 'events' }]];
    const result = run(program, { maps: [ring], references, environment: { input } });
    expect(asked).toEqual(['ktime!0', 'ktime!1']);
    expect(result).toMatchObject({
      end: 'returned',
      returned: 10n,
      outputs: [{ kind: 'ringbuf', map: 'events', bytes: Uint8Array.of(20, 0, 0, 0, 0, 0, 0, 0) }],
    });
  });

  it('records markers of both forms and ends at a false assume', () => {
    const marker: MapDefinition = { ...hash, name: 'AT___ken_fail', keySize: 8 };
    const viaMap = [
      ...mapPointer(1),
      store(8, -8, constant(3)),
      move(2, register(10)),
      add(2, constant(-8)),
      move(3, register(2)),
      move(4, constant(0)),
      call(2),
    ];
    const viaHelper = [move(1, constant(4)), call(0x4b000002), move(1, constant(5)), call(0x4b000003), exit];
    const references: [number, Reference][] = [[0, { kind: 'map', map: 'AT___ken_fail' }]];
    expect(run([...viaMap, ...viaHelper], { maps: [marker], references })).toMatchObject({
      end: 'cut',
      marks: [
        { kind: 'fail', id: 3 },
        { kind: 'reach', id: 4 },
        { kind: 'cut', id: 5 },
      ],
    });
  });
});
