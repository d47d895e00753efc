/** The types of BTF (Documentation/bpf/btf.rst). Type id 0 is void. `name` is empty when anonymous. */
export type BtfType =
  | { kind: 'void'; name: '' }
  | { kind: 'int'; name: string; size: number; bits: number; offset: number; encoding: IntEncoding }
  | { kind: 'float'; name: string; size: number }
  | { kind: 'pointer'; name: string; type: number }
  | { kind: 'array'; name: string; element: number; index: number; length: number }
  | { kind: 'struct' | 'union'; name: string; size: number; members: Member[] }
  /** `enum` values are 32 bits wide, `enum64` values 64; signed ones are negative numbers. */
  | { kind: 'enum' | 'enum64'; name: string; size: number; signed: boolean; values: EnumValue[] }
  | { kind: 'forward'; name: string; of: 'struct' | 'union' }
  | { kind: 'typedef' | 'volatile' | 'const' | 'restrict' | 'type-tag'; name: string; type: number }
  /** `type` is a function-prototype. */
  | { kind: 'function'; name: string; type: number; linkage: 'static' | 'global' | 'extern' }
  | { kind: 'function-prototype'; name: string; returns: number; parameters: Parameter[] }
  | { kind: 'variable'; name: string; type: number; linkage: 'static' | 'global' | 'extern' }
  | { kind: 'data-section'; name: string; size: number; variables: SectionVariable[] }
  /** `component` is a member or parameter index, or -1 for the type itself. */
  | { kind: 'declaration-tag'; name: string; type: number; component: number };

export type BtfKind = BtfType['kind'];

export interface IntEncoding {
  signed: boolean;
  char: boolean;
  bool: boolean;
}

export interface Member {
  name: string;
  type: number;
  bitOffset: number;
  /** 0 when it is no bit field. */
  bitSize: number;
}

export interface EnumValue {
  name: string;
  value: bigint;
}

/** A last parameter of type 0 without a name stands for `...`. */
export interface Parameter {
  name: string;
  type: number;
}

export interface SectionVariable {
  type: number;
  /** Bytes. */
  offset: number;
  size: number;
}
