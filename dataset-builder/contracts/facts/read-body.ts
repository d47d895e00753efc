import type Parser from 'tree-sitter';
import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import { scalarType } from '../../../ken/verifier/contracts/language/signature.ts';
import { basicType } from '../functions/canonical-type.ts';
import { declare } from '../functions/declarator.ts';
import type { SourceFunction } from '../functions/source-function.ts';
import type { ReadFile } from '../preprocess/file-reader.ts';
import { type Body, type Local, type Part } from './body.ts';
import type { Constants } from './constants.ts';
import type { MacroKnowledge } from './macro-effects.ts';
import { PartReader } from './read-part.ts';
import { operand } from './syntax.ts';
import type { SlotType } from './value.ts';

type Node = Parser.SyntaxNode;

export interface BodyTools {
  macros: MacroKnowledge;
  constants: Constants;
  types: TypeTable;
}

/** Reduces the body of a function to what its result depends on. */
export function readBody(
  found: SourceFunction,
  definition: Node,
  read: ReadFile,
  base: number,
  tools: BodyTools,
): Body {
  return new BodyReader(found, definition, read, base, tools).read();
}

const words = /[A-Za-z_]\w*/g;

class BodyReader {
  readonly #found: SourceFunction;
  readonly #body: Node;
  readonly #read: ReadFile;
  readonly #base: number;
  readonly #tools: BodyTools;
  readonly #locals = new Map<string, Local>();
  readonly #assigned: { name: string; value: Node }[] = [];
  readonly #returned: Node[] = [];
  readonly #hidden = new Set<string>();
  #opaque: string | null = null;
  #emptyReturn = false;

  constructor(found: SourceFunction, definition: Node, read: ReadFile, base: number, tools: BodyTools) {
    this.#found = found;
    this.#body = definition.childForFieldName('body') ?? definition;
    this.#read = read;
    this.#base = base;
    this.#tools = tools;
    if (this.#body.hasError) this.#opaque = 'syntax the parser does not know';
    if (found.uncertain) this.#opaque = 'a condition of the preprocessor that is undecided';
  }

  read(): Body {
    const { name, file, isStatic } = this.#found;
    if (this.#opaque === null) {
      this.#visit(this.#body);
      this.#applyMacros();
    }
    const opaque = this.#opaque ?? (this.#emptyReturn ? 'a return without a value' : null);
    const returns: Part[] = [];
    if (opaque === null) {
      const reader = this.#partReader();
      for (const node of this.#returned) returns.push(reader.returned(node));
      // Only what a result depends on is kept.
      this.#fillLocals(reader);
    }
    return { name, file, isStatic, returns, locals: opaque === null ? this.#locals : new Map(), opaque };
  }

  #partReader(): PartReader {
    const parameters = new Set(this.#found.parameters.map((parameter) => parameter.name));
    return new PartReader({
      locals: this.#locals,
      parameters,
      constant: (name) => this.#tools.constants.valueOf(name, this.#read),
      isMacro: (name) => this.#tools.macros.definitions(this.#read, name).length > 0,
      typeNamed: (text) => this.#typeNamed(text),
    });
  }

  #fillLocals(reader: PartReader): void {
    for (let grown = true; grown;) {
      grown = false;
      for (const name of reader.used) {
        const local = this.#locals.get(name);
        if (!local || local.values.length > 0 || local.hidden) continue;
        const values = this.#assigned.filter((each) => each.name === name);
        if (values.length === 0) local.hidden = true;
        for (const { value } of values) local.values.push(reader.value(value));
        grown = true;
      }
    }
    for (const name of [...this.#locals.keys()]) if (!reader.used.has(name)) this.#locals.delete(name);
  }

  #visit(node: Node): void {
    switch (node.type) {
      case 'comment':
        return;
      case 'return_statement': {
        const value = node.namedChildren.find((child) => child.type !== 'comment');
        if (value) this.#returned.push(value);
        else this.#emptyReturn = true;
        break;
      }
      case 'declaration':
        this.#declaration(node);
        break;
      case 'assignment_expression':
        this.#assignment(node);
        break;
      case 'update_expression':
        this.#hide(node.childForFieldName('argument'));
        break;
      case 'pointer_expression':
        if (node.childForFieldName('operator')?.text === '&') this.#hide(node.childForFieldName('argument'));
        break;
      case 'gnu_asm_expression':
        for (const name of node.text.match(words) ?? []) this.#hidden.add(name);
        return;
      case 'call_expression':
        this.#call(node);
        break;
      case 'while_statement':
        // A loop macro that was masked: its cursor changes.
        if (!this.#read.source.startsWith('while', this.#base + node.startIndex)) {
          for (const name of node.childForFieldName('condition')?.text.match(words) ?? []) this.#hidden.add(name);
        }
        break;
      case 'function_definition':
        this.#opaque = 'a function inside the function';
        return;
    }
    for (const child of node.namedChildren) this.#visit(child);
  }

  #declaration(node: Node): void {
    const isStored = node.children.some(
      (child) => child.type === 'storage_class_specifier' && /static|extern/.test(child.text),
    );
    const specifier = node.childForFieldName('type')?.text ?? '';
    for (const child of node.namedChildren) {
      const isInitialised = child.type === 'init_declarator';
      if (!isInitialised && !/declarator$|^identifier$/.test(child.type)) continue;
      const declared = declare(isInitialised ? child.childForFieldName('declarator') : child, 'T', (name) => name);
      if (declared.name === '') continue;
      const type = this.#slot(declared.type, specifier);
      const before = this.#locals.get(declared.name);
      const clashes = before !== undefined && JSON.stringify(before.type) !== JSON.stringify(type);
      this.#locals.set(declared.name, { type, values: [], hidden: false });
      if (isStored || clashes || type === null) this.#hidden.add(declared.name);
      const value = isInitialised ? child.childForFieldName('value') : null;
      if (value) this.#assigned.push({ name: declared.name, value });
    }
  }

  #slot(declared: string, specifier: string): SlotType | null {
    if (declared === 'T') return this.#typeNamed(specifier);
    return /^(?:const |volatile )*\*\(/.test(declared) ? { kind: 'pointer' } : null;
  }

  #typeNamed(text: string): SlotType | null {
    const { types } = this.#tools;
    const clean = text.replace(/\b(?:const|volatile|register)\b/g, '').trim();
    if (clean.endsWith('*')) return { kind: 'pointer' };
    const parts = clean.split(/\s+/);
    const name = basicType(parts) ?? clean;
    const tagged = /^(?:enum) (\w+)$/.exec(name);
    const id = tagged
      ? types.byName(tagged[1] ?? '', 'enum')
      : (types.byName(name, 'int') ?? types.byName(name, 'typedef'));
    if (id === null) return null;
    const type = scalarType(types, id);
    if (!type) return null;
    return type.kind === 'pointer' ? { kind: 'pointer' } : { ...type, bits: type.boolean ? 8 : type.bits };
  }

  #assignment(node: Node): void {
    const left = operand(node.childForFieldName('left'));
    if (left?.type !== 'identifier') return;
    const value = node.childForFieldName('right');
    if (node.childForFieldName('operator')?.text === '=' && value) this.#assigned.push({ name: left.text, value });
    else this.#hidden.add(left.text);
  }

  #hide(node: Node | null): void {
    const name = operand(node);
    if (name?.type === 'identifier') this.#hidden.add(name.text);
  }

  #call(node: Node): void {
    const called = node.childForFieldName('function');
    if (called?.type !== 'identifier') return;
    const effects = this.#tools.macros.effects(this.#read, called.text);
    if (!effects && this.#tools.macros.isDoubtful(this.#read, called.text))
      this.#opaque = `${called.text} may be a macro`;
    if (!effects) return;
    const values = node.childForFieldName('arguments')?.namedChildren.filter((child) => child.type !== 'comment') ?? [];
    for (const [index, value] of values.entries()) {
      // Arguments of `...` share the last position.
      const changed =
        effects.changes.has(index) || (index >= effects.parameters && effects.changes.has(effects.parameters - 1));
      if (!effects.opaque && !changed) continue;
      for (const name of value.text.match(words) ?? []) this.#hidden.add(name);
    }
  }

  /** Macros without parentheses, and what macros do to names that they are not given. */
  #applyMacros(): void {
    for (const word of new Set(this.#body.text.match(words) ?? [])) {
      if (this.#locals.has(word)) continue;
      const effects = this.#tools.macros.effects(this.#read, word);
      if (!effects) continue;
      if (effects.returns) this.#opaque = `the macro ${word} returns`;
      for (const name of effects.changesNames) this.#hidden.add(name);
    }
    for (const name of this.#hidden) {
      const local = this.#locals.get(name);
      if (local) local.hidden = true;
    }
  }
}
