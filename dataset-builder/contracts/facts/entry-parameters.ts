import type Parser from 'tree-sitter';
import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import { memberNamed, pointedStruct, scalarType } from '../../../ken/verifier/contracts/language/signature.ts';
import type { Prototype } from '../functions/prototypes.ts';
import type { ReadFile } from '../preprocess/file-reader.ts';
import type { MacroKnowledge } from './macro-effects.ts';
import { argumentsOf, calledName, operand } from './syntax.ts';

type Node = Parser.SyntaxNode;

/** A parameter under whatever type, and the struct that it now points to. */
export interface PointerRoot {
  parameter: string;
  struct: number | null;
}

interface KnownTypes {
  types: TypeTable;
  macros: MacroKnowledge;
}

/** Parameters that still have their entry values, and locals that are one of them under another type. */
export class EntryParameters {
  readonly untouched: Set<string>;
  readonly #aliases = new Map<string, PointerRoot>();
  readonly #prototype: Prototype;
  readonly #read: ReadFile;
  readonly #tools: KnownTypes;

  constructor(prototype: Prototype, read: ReadFile, tools: KnownTypes) {
    this.#prototype = prototype;
    this.#read = read;
    this.#tools = tools;
    this.untouched = new Set(prototype.parameters.map(({ name }) => name).filter((name) => name !== ''));
  }

  alias(local: string, root: PointerRoot): void {
    this.#aliases.set(local, root);
  }

  /** What was perhaps assigned is no longer the parameter. */
  touch(name: string): void {
    this.untouched.delete(name);
    this.#aliases.delete(name);
  }

  /** The parameter that a pointer is, whatever type it was given on the way, and the struct that it now points to. */
  rootOf(node: Node | null): PointerRoot | null {
    const expression = operand(node);
    if (expression?.type === 'identifier') return this.#namedRoot(expression.text);
    if (expression?.type === 'cast_expression') {
      const root = this.rootOf(expression.childForFieldName('value'));
      return (
        root && {
          parameter: root.parameter,
          struct: this.structNamed(expression.childForFieldName('type')?.text ?? ''),
        }
      );
    }
    if (expression?.type !== 'call_expression') return null;
    const struct = this.#castBy(calledName(expression) ?? '');
    const values = argumentsOf(expression);
    const root = struct === null || values.length !== 1 ? null : this.rootOf(values[0] ?? null);
    return root && { parameter: root.parameter, struct };
  }

  #namedRoot(name: string): PointerRoot | null {
    const alias = this.#aliases.get(name);
    if (alias) return alias;
    if (!this.untouched.has(name)) return null;
    const scalar = scalarType(
      this.#tools.types,
      this.#prototype.parameters.find((each) => each.name === name)?.type ?? 0,
    );
    return scalar?.kind === 'pointer' ? { parameter: name, struct: pointedStruct(this.#tools.types, scalar.to) } : null;
  }

  /** The struct of macros such as `tcp_sk(sk)`: a `container_of` whose member stands at offset 0, hence a cast. */
  #castBy(name: string): number | null {
    const [macro, ...others] = this.#tools.macros.definitions(this.#read, name);
    if (!macro || others.length > 0 || macro.parameters?.length !== 1) return null;
    const match = /^container_of(?:_const)?\(\s*\(?(\w+)\)?\s*,\s*struct\s+(\w+)\s*,\s*([\w.]+)\s*\)$/.exec(macro.body);
    if (!match || match[1] !== macro.parameters[0]) return null;
    const struct = this.#tools.types.byName(match[2] ?? '', 'struct');
    return struct !== null && this.#isFirst(struct, (match[3] ?? '').split('.')) ? struct : null;
  }

  #isFirst(struct: number, path: readonly string[]): boolean {
    const { types } = this.#tools;
    let current = struct;
    for (const name of path) {
      const type = types.type(types.strip(current));
      const member =
        type.kind === 'struct' || type.kind === 'union' ? type.members.find((each) => each.name === name) : undefined;
      if (member?.bitOffset !== 0) return false;
      current = member.type;
    }
    return true;
  }

  /** The struct of a pointer type as it is written: `const struct sock *`. */
  structNamed(text: string): number | null {
    const name = /^(?:const\s+)?struct\s+(\w+)\s*\*$/.exec(text.trim())?.[1];
    return name === undefined ? null : this.#tools.types.byName(name, 'struct');
  }

  /** Whether naming a member reads memory: an array only gives its address. */
  loads(target: number, path: readonly string[]): boolean {
    const { types } = this.#tools;
    let current = pointedStruct(types, target);
    for (const [index, name] of path.entries()) {
      const member = current === null ? null : memberNamed(types, current, name);
      if (!member) return false;
      if (index === path.length - 1) return scalarType(types, member.type) !== null;
      current = types.strip(member.type);
    }
    return false;
  }
}
