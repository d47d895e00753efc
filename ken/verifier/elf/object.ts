import type { TypeTable } from '../btf/type-table.ts';
import type { Instruction } from '../isa/instruction.ts';

/** A relocatable BPF object as clang and `bpftrace --emit-elf` write it: what libbpf's bpf_object__open would see. */
export interface BpfObject {
  /** Every function symbol, global and static, also the subprograms in .text. Names are unique. */
  functions: BpfFunction[];
  /** Maps that BTF defines in .maps. Maps behind data sections are not listed. */
  maps: Map<string, MapDefinition>;
  /** .rodata*, .data*, .bss*, .kconfig. */
  sections: DataSection[];
  /** The object's own BTF. */
  types: TypeTable | null;
  license: string | null;
  /** Line info of .BTF.ext; libbpf C compiled with -g has it. Sorted by function and instruction. */
  lines: LineInfo[];
  coreRelocations: CoreRelocation[];
}

export interface BpfFunction {
  name: string;
  section: string;
  global: boolean;
  instructions: Instruction[];
  /** By instruction index. */
  references: Map<number, Reference>;
  /** The FUNC type in the object's BTF. */
  typeId: number | null;
}

/** What an instruction refers to. Local calls within a section are resolved too, so each has a `function` reference. */
export type Reference =
  | { kind: 'map'; map: string }
  | { kind: 'data'; section: string; offset: number }
  | { kind: 'function'; function: string; instruction: number }
  /** Kernel configuration, kernel symbol or kernel function. `typeId` is its VAR or FUNC in the object's BTF. */
  | { kind: 'extern'; name: string; typeId: number | null };

export interface MapDefinition {
  name: string;
  /** BPF_MAP_TYPE_*. */
  type: number;
  /** As the kernel spells it, without BPF_MAP_TYPE_ and in lower case: `percpu_hash`. A type the kernel does not know is `type-<number>`. */
  typeName: string;
  /** Bytes. */
  keySize: number;
  valueSize: number;
  maxEntries: number;
  /** BTF types in the object's table. */
  keyType: number | null;
  valueType: number | null;
  /** BPF_F_*. */
  flags: number;
}

export interface DataSection {
  name: string;
  /** .bss is filled with zeros. */
  bytes: Uint8Array;
  readOnly: boolean;
  /** Byte offsets of its global variables. */
  variables?: ReadonlyMap<string, number>;
}

export interface LineInfo {
  function: string;
  instruction: number;
  file: string;
  /** From 1. */
  line: number;
  column: number;
  /** The source line itself; may be empty. */
  text: string;
}

/** One record of the CO-RE section (struct bpf_core_relo). */
export interface CoreRelocation {
  function: string;
  instruction: number;
  kind: CoreRelocationKind;
  /** Root type in the object's BTF. */
  typeId: number;
  /** `0:1:2`, as clang writes it. */
  access: string;
}

/** In the order of enum bpf_core_relo_kind. */
export const coreRelocationKinds = [
  'field-byte-offset',
  'field-byte-size',
  'field-exists',
  'field-signed',
  'field-left-shift',
  'field-right-shift',
  'type-id-local',
  'type-id-target',
  'type-exists',
  'type-size',
  'enum-value-exists',
  'enum-value',
  'type-matches',
] as const;
export type CoreRelocationKind = (typeof coreRelocationKinds)[number];
