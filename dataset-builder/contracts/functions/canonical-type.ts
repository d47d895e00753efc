import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';

/**
 * One spelling of a C type for BTF and for source text, so that prototypes can be compared as strings: `int`,
 * `const struct sock`, `*(T)`, `[4](T)`, `fn(T,T)->T`. Typedefs and qualifiers are kept.
 */
export type CanonicalType = string;

export function qualified(isConst: boolean, isVolatile: boolean, type: CanonicalType): CanonicalType {
  return `${isConst ? 'const ' : ''}${isVolatile ? 'volatile ' : ''}${type}`;
}

export function pointerTo(type: CanonicalType): CanonicalType {
  return `*(${type})`;
}

/** Of a type in BTF. */
export function canonicalOfBtf(types: TypeTable, id: number): CanonicalType {
  let isConst = false;
  let isVolatile = false;
  let type = types.type(id);
  while (type.kind === 'const' || type.kind === 'volatile' || type.kind === 'restrict' || type.kind === 'type-tag') {
    isConst ||= type.kind === 'const';
    isVolatile ||= type.kind === 'volatile';
    type = types.type(type.type);
  }
  const q = (text: string): string => qualified(isConst, isVolatile, text);
  switch (type.kind) {
    case 'void':
      return q('void');
    case 'int':
    case 'float':
    case 'typedef':
      return q(type.name);
    case 'struct':
    case 'union':
      return q(`${type.kind} ${type.name}`);
    case 'enum':
    case 'enum64':
      return q(`enum ${type.name}`);
    case 'forward':
      return q(`${type.of} ${type.name}`);
    case 'pointer':
      return q(pointerTo(canonicalOfBtf(types, type.type)));
    case 'array':
      return `[${type.length}](${qualified(isConst, isVolatile, canonicalOfBtf(types, type.element))})`;
    case 'function-prototype': {
      const parameters = type.parameters.map((parameter) =>
        parameter.type === 0 && parameter.name === '' ? '...' : canonicalOfBtf(types, parameter.type),
      );
      return `fn(${parameters.join(',')})->${canonicalOfBtf(types, type.returns)}`;
    }
    default:
      return q(`?${type.kind}`);
  }
}

/** BTF's spelling of a combination of C's basic type words, in any order. */
export function basicType(words: readonly string[]): CanonicalType | null {
  if (words.length === 0 || !words.every((word) => /^(?:unsigned|signed|__signed__|long|short|int|char)$/.test(word))) {
    return null;
  }
  const unsigned = words.includes('unsigned');
  const longs = words.filter((word) => word === 'long').length;
  if (words.includes('char')) {
    if (unsigned) return 'unsigned char';
    return words.some((word) => word.includes('signed')) ? 'signed char' : 'char';
  }
  if (words.includes('short')) return unsigned ? 'short unsigned int' : 'short int';
  if (longs > 0) return `${'long '.repeat(longs)}${unsigned ? 'unsigned ' : ''}int`;
  return unsigned ? 'unsigned int' : 'int';
}
