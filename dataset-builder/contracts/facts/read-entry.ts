import type Parser from 'tree-sitter';
import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import { memberNamed, pointedStruct, scalarType } from '../../../ken/verifier/contracts/language/signature.ts';
import type { Prototype } from '../functions/prototypes.ts';
import type { ReadFile } from '../preprocess/file-reader.ts';
import { conditionText } from './condition-text.ts';
import type { Constants } from './constants.ts';
import { transparentMacros } from './known-results.ts';
import { changedNames, type MacroKnowledge } from './macro-effects.ts';
import { argumentsOf, calledName, childrenOf, firstChild, operand, operatorOf } from './syntax.ts';

type Node = Parser.SyntaxNode;

/** What the first statements of a function say of every call of it. Offsets are of the syntax tree's text. */
export interface Entry {
  /** Pointer parameters that are followed whenever none of the guards before them returned. */
  followed: { parameter: string; at: number; guards: readonly string[] }[];
  /** `if (condition) return value;` over parameters only; `before`: the conditions of earlier ones. */
  guards: { condition: string; before: readonly string[]; value: Node | null; at: number }[];
  /** `BUG_ON(condition)`, `WARN_ON(condition)`. */
  asserted: { condition: string; at: number; macro: string; guards: readonly string[] }[];
  /** Calls that say what context the function needs. */
  context: { call: string; argument: string; at: number }[];
}

export interface EntryTools {
  types: TypeTable;
  macros: MacroKnowledge;
  constants: Constants;
}

const contextCalls =
  /^(?:lockdep_assert_\w+|lockdep_sock_is_held|might_sleep|might_sleep_if|might_fault|assert_spin_locked|ASSERT_RTNL|rcu_lockdep_assert|RCU_LOCKDEP_WARN|WARN_ON_IN_IRQ|sock_owned_by_me)$/;
const assertions = /^(?:BUG_ON|VM_BUG_ON|WARN_ON|WARN_ON_ONCE|VM_WARN_ON|VM_WARN_ON_ONCE)$/;
/** Macros that evaluate their arguments once and do nothing else to control. */
const evaluating = new Set([...transparentMacros, 'READ_ONCE', 'WRITE_ONCE']);

/** Reads the statements that every call of a function executes first. */
export function readEntry(body: Node, prototype: Prototype, read: ReadFile, tools: EntryTools): Entry {
  return new EntryReader(prototype, read, tools).read(body);
}

class EntryReader {
  readonly #prototype: Prototype;
  readonly #read: ReadFile;
  readonly #tools: EntryTools;
  readonly #entry: Entry = { followed: [], guards: [], asserted: [], context: [] };
  /** Parameters with their entry values. */
  readonly #untouched: Set<string>;
  /** Locals that are a parameter under another type. */
  readonly #aliases = new Map<string, { parameter: string; struct: number | null }>();
  readonly #conditions: string[] = [];
  /** A guard that cannot be written as a condition on parameters: what follows is no longer certain. */
  #uncertain = false;

  constructor(prototype: Prototype, read: ReadFile, tools: EntryTools) {
    this.#prototype = prototype;
    this.#read = read;
    this.#tools = tools;
    this.#untouched = new Set(prototype.parameters.map(({ name }) => name).filter((name) => name !== ''));
  }

  read(body: Node): Entry {
    for (const statement of childrenOf(body)) {
      if (this.#uncertain || !this.#statement(statement)) break;
      if (statement.type !== 'declaration') for (const name of changedNames(statement.text)) this.#touch(name);
    }
    return this.#entry;
  }

  /** Whether the statement behind it is reached whenever this one is, but for guards. */
  #statement(node: Node): boolean {
    switch (node.type) {
      case 'declaration': {
        const added = new Map<string, { parameter: string; struct: number | null }>();
        for (const child of node.namedChildren) {
          const name = child.type === 'init_declarator' ? operand(child.childForFieldName('declarator')) : child;
          // A local that hides a parameter.
          if (name?.type === 'identifier') this.#touch(name.text);
          const value = child.type === 'init_declarator' ? child.childForFieldName('value') : null;
          if (value) this.#follow(value);
          const root = value ? this.#root(value) : null;
          const declared = /^\*\s*(?:const\s+)?(\w+)$/.exec(child.childForFieldName('declarator')?.text ?? '')?.[1];
          const type = `${node.childForFieldName('type')?.text ?? ''} *`;
          if (root && declared !== undefined)
            added.set(declared, { parameter: root.parameter, struct: this.#structNamed(type) });
        }
        if (this.#leaves(node)) return false;
        for (const [name, alias] of added) this.#aliases.set(name, alias);
        return true;
      }
      case 'expression_statement': {
        const expression = firstChild(node);
        if (!expression) return true;
        const name = expression.type === 'call_expression' ? calledName(expression) : null;
        if (name !== null && contextCalls.test(name)) {
          this.#entry.context.push({
            call: name,
            argument: argumentsOf(expression)[0]?.text.replace(/\s+/g, ' ') ?? '',
            at: node.startIndex,
          });
          return true;
        }
        if (name !== null && assertions.test(name)) {
          this.#assertion(name, argumentsOf(expression)[0] ?? null, node.startIndex);
          return true;
        }
        this.#follow(expression);
        return !this.#leaves(node);
      }
      case 'if_statement':
        return this.#branch(node);
      case 'return_statement': {
        const value = firstChild(node);
        if (value) this.#follow(value);
        return false;
      }
      case 'switch_statement':
        this.#follow(node.childForFieldName('condition'));
        return false;
      case 'while_statement':
        // Not a masked loop macro: its condition is evaluated at least once.
        if (
          this.#read.masked.text.startsWith('while', node.startIndex) &&
          this.#read.source.startsWith('while', node.startIndex)
        ) {
          this.#follow(node.childForFieldName('condition'));
        }
        return false;
      default:
        return false;
    }
  }

  #branch(node: Node): boolean {
    const condition = node.childForFieldName('condition');
    this.#follow(condition);
    const consequence = node.childForFieldName('consequence');
    const returned = consequence ? this.#onlyReturn(consequence) : null;
    if (!returned || node.childForFieldName('alternative')) return !this.#leaves(node);
    const text = conditionText(condition, this.#scope());
    if (text === null) {
      this.#uncertain = true;
      return false;
    }
    this.#entry.guards.push({
      condition: text,
      before: [...this.#conditions],
      value: firstChild(returned),
      at: node.startIndex,
    });
    this.#conditions.push(text);
    return true;
  }

  /** The `return` of a branch that does nothing else but perhaps print. */
  #onlyReturn(consequence: Node): Node | null {
    if (consequence.type === 'return_statement') return consequence;
    if (consequence.type !== 'compound_statement') return null;
    const statements = childrenOf(consequence);
    const last = statements.at(-1);
    const others = statements.slice(0, -1);
    const printOnly = others.every(
      (each) =>
        each.type === 'expression_statement' &&
        /^(?:pr_\w+|dev_\w+|netdev_\w+|printk\w*|WARN\w*|NL_SET_ERR_MSG\w*)\(/.test(each.text),
    );
    return last?.type === 'return_statement' && printOnly ? last : null;
  }

  #assertion(macro: string, argument: Node | null, at: number): void {
    const condition = conditionText(argument, this.#scope());
    const isOfParameters = condition?.match(/[A-Za-z_]\w*/g)?.some((word) => this.#untouched.has(word)) ?? false;
    if (condition !== null && isOfParameters)
      this.#entry.asserted.push({ condition, at, macro, guards: [...this.#conditions] });
  }

  #scope(): Parameters<typeof conditionText>[1] {
    const { macros, constants } = this.#tools;
    return {
      parameters: this.#untouched,
      constant: (name) => constants.valueOf(name, this.#read),
      isMacro: (name) => macros.definitions(this.#read, name).length > 0,
    };
  }

  /** Whether a statement may end the function or jump away. */
  #leaves(node: Node): boolean {
    const text = node.text;
    if (/\b(?:return|goto|break|continue|asm)\b/.test(text)) return true;
    for (const [word] of text.matchAll(/[A-Za-z_]\w*/g)) {
      const effects = this.#tools.macros.effects(this.#read, word);
      if (effects && (effects.returns || effects.jumps || effects.opaque)) return true;
      for (const name of effects?.changesNames ?? []) this.#touch(name);
    }
    // What a macro is given, it may change.
    for (const call of node.descendantsOfType('call_expression')) {
      const name = calledName(call) ?? '';
      if (this.#tools.macros.isDoubtful(this.#read, name)) return true;
      const effects = this.#tools.macros.effects(this.#read, name);
      if (!effects || effects.changes.size === 0) continue;
      for (const value of argumentsOf(call))
        for (const [name] of value.text.matchAll(/[A-Za-z_]\w*/g)) this.#touch(name);
    }
    return false;
  }

  #touch(name: string): void {
    this.#untouched.delete(name);
    this.#aliases.delete(name);
  }

  /** Notes the parameters that evaluating an expression follows for certain. */
  #follow(node: Node | null): void {
    const expression = operand(node);
    if (!expression) return;
    switch (expression.type) {
      case 'sizeof_expression':
      case 'alignof_expression':
      case 'offsetof_expression':
      case 'compound_statement':
      case 'gnu_asm_expression':
        return;
      case 'conditional_expression':
        this.#follow(expression.childForFieldName('condition'));
        return;
      case 'binary_expression': {
        const operator = operatorOf(expression);
        this.#follow(expression.childForFieldName('left'));
        if (operator !== '&&' && operator !== '||') this.#follow(expression.childForFieldName('right'));
        return;
      }
      case 'pointer_expression': {
        const place = operand(expression.childForFieldName('argument'));
        if (operatorOf(expression) === '&') this.#followAddress(place);
        else if (place) {
          this.#followed(place, null);
          this.#follow(place);
        }
        return;
      }
      case 'field_expression':
        this.#member(expression);
        return;
      case 'call_expression': {
        const name = calledName(expression);
        const isMacro = name !== null && this.#tools.macros.definitions(this.#read, name).length > 0;
        if (isMacro && !evaluating.has(name)) return;
        if (name === null) this.#follow(expression.childForFieldName('function'));
        for (const argument of argumentsOf(expression)) this.#follow(argument);
        return;
      }
      case 'subscript_expression':
        this.#follow(expression.childForFieldName('index'));
        return;
      default:
        for (const child of childrenOf(expression)) this.#follow(child);
    }
  }

  /** `&p->a.b` follows nothing but what leads to `p`. */
  #followAddress(place: Node | null): void {
    let current = place;
    while (current?.type === 'field_expression' || current?.type === 'subscript_expression') {
      const inner: Node | null = operand(current.childForFieldName('argument'));
      if (current.type === 'subscript_expression') return;
      if (current.childForFieldName('operator')?.text === '->') {
        this.#follow(inner);
        return;
      }
      current = inner;
    }
  }

  /** `p->a.b` loads from `p`, unless what it names is an array, whose address is all that is taken. */
  #member(node: Node): void {
    const path: string[] = [];
    let current: Node | null = node;
    while (current?.type === 'field_expression') {
      path.unshift(current.childForFieldName('field')?.text ?? '');
      const inner: Node | null = operand(current.childForFieldName('argument'));
      const isArrow = current.childForFieldName('operator')?.text === '->';
      if (isArrow) {
        if (inner) this.#followed(inner, path);
        this.#follow(inner);
        return;
      }
      current = inner;
    }
    // `(*p).member` would need the same care; it is left out.
    if (current?.type !== 'pointer_expression') this.#follow(current);
  }

  #followed(node: Node, path: readonly string[] | null): void {
    const root = this.#root(node);
    if (!root || (path !== null && (root.struct === null || !this.#loads(root.struct, path)))) return;
    if (this.#entry.followed.some((each) => each.parameter === root.parameter)) return;
    this.#entry.followed.push({ parameter: root.parameter, at: node.startIndex, guards: [...this.#conditions] });
  }

  /** The parameter that a pointer is, whatever type it was given on the way, and the struct that it now points to. */
  #root(node: Node | null): { parameter: string; struct: number | null } | null {
    const expression = operand(node);
    if (expression?.type === 'identifier') return this.#namedRoot(expression.text);
    if (expression?.type === 'cast_expression') {
      const root = this.#root(expression.childForFieldName('value'));
      return (
        root && {
          parameter: root.parameter,
          struct: this.#structNamed(expression.childForFieldName('type')?.text ?? ''),
        }
      );
    }
    if (expression?.type !== 'call_expression') return null;
    const struct = this.#castBy(calledName(expression) ?? '');
    const values = argumentsOf(expression);
    const root = struct === null || values.length !== 1 ? null : this.#root(values[0] ?? null);
    return root && { parameter: root.parameter, struct };
  }

  #namedRoot(name: string): { parameter: string; struct: number | null } | null {
    const alias = this.#aliases.get(name);
    if (alias) return alias;
    if (!this.#untouched.has(name)) return null;
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

  #structNamed(text: string): number | null {
    const name = /^(?:const\s+)?struct\s+(\w+)\s*\*$/.exec(text.trim())?.[1];
    return name === undefined ? null : this.#tools.types.byName(name, 'struct');
  }

  #loads(target: number, path: readonly string[]): boolean {
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
