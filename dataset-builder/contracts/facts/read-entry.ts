import type Parser from 'tree-sitter';
import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import type { Prototype } from '../functions/prototypes.ts';
import type { ReadFile } from '../preprocess/file-reader.ts';
import { conditionText } from './condition-text.ts';
import type { Constants } from './constants.ts';
import { EntryParameters, type PointerRoot } from './entry-parameters.ts';
import { PointerFollower } from './pointer-follower.ts';
import { changedNames, type MacroKnowledge } from './macro-effects.ts';
import { argumentsOf, calledName, childrenOf, firstChild, operand } from './syntax.ts';

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

/** Reads the statements that every call of a function executes first. */
export function readEntry(body: Node, prototype: Prototype, read: ReadFile, tools: EntryTools): Entry {
  return new EntryReader(prototype, read, tools).read(body);
}

class EntryReader {
  readonly #read: ReadFile;
  readonly #tools: EntryTools;
  readonly #entry: Entry = { followed: [], guards: [], asserted: [], context: [] };
  readonly #parameters: EntryParameters;
  readonly #follower: PointerFollower;
  readonly #conditions: string[] = [];
  /** A guard that cannot be written as a condition on parameters: what follows is no longer certain. */
  #uncertain = false;

  constructor(prototype: Prototype, read: ReadFile, tools: EntryTools) {
    this.#read = read;
    this.#tools = tools;
    this.#parameters = new EntryParameters(prototype, read, tools);
    this.#follower = new PointerFollower(this.#parameters, read, tools.macros, (parameter, at) => {
      if (this.#entry.followed.some((each) => each.parameter === parameter)) return;
      this.#entry.followed.push({ parameter, at, guards: [...this.#conditions] });
    });
  }

  read(body: Node): Entry {
    for (const statement of childrenOf(body)) {
      if (this.#uncertain || !this.#statement(statement)) break;
      if (statement.type !== 'declaration')
        for (const name of changedNames(statement.text)) this.#parameters.touch(name);
    }
    return this.#entry;
  }

  /** Whether the statement behind it is reached whenever this one is, but for guards. */
  #statement(node: Node): boolean {
    switch (node.type) {
      case 'declaration': {
        const added = new Map<string, PointerRoot>();
        for (const child of node.namedChildren) {
          const name = child.type === 'init_declarator' ? operand(child.childForFieldName('declarator')) : child;
          // A local that hides a parameter.
          if (name?.type === 'identifier') this.#parameters.touch(name.text);
          const value = child.type === 'init_declarator' ? child.childForFieldName('value') : null;
          if (value) this.#follower.follow(value);
          const root = value ? this.#parameters.rootOf(value) : null;
          const declared = /^\*\s*(?:const\s+)?(\w+)$/.exec(child.childForFieldName('declarator')?.text ?? '')?.[1];
          const type = `${node.childForFieldName('type')?.text ?? ''} *`;
          if (root && declared !== undefined)
            added.set(declared, { parameter: root.parameter, struct: this.#parameters.structNamed(type) });
        }
        if (this.#leaves(node)) return false;
        for (const [name, alias] of added) this.#parameters.alias(name, alias);
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
        this.#follower.follow(expression);
        return !this.#leaves(node);
      }
      case 'if_statement':
        return this.#branch(node);
      case 'return_statement': {
        const value = firstChild(node);
        if (value) this.#follower.follow(value);
        return false;
      }
      case 'switch_statement':
        this.#follower.follow(node.childForFieldName('condition'));
        return false;
      case 'while_statement':
        // Not a masked loop macro: its condition is evaluated at least once.
        if (
          this.#read.masked.text.startsWith('while', node.startIndex) &&
          this.#read.source.startsWith('while', node.startIndex)
        ) {
          this.#follower.follow(node.childForFieldName('condition'));
        }
        return false;
      default:
        return false;
    }
  }

  #branch(node: Node): boolean {
    const condition = node.childForFieldName('condition');
    this.#follower.follow(condition);
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
    const isOfParameters =
      condition?.match(/[A-Za-z_]\w*/g)?.some((word) => this.#parameters.untouched.has(word)) ?? false;
    if (condition !== null && isOfParameters)
      this.#entry.asserted.push({ condition, at, macro, guards: [...this.#conditions] });
  }

  #scope(): Parameters<typeof conditionText>[1] {
    const { macros, constants } = this.#tools;
    return {
      parameters: this.#parameters.untouched,
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
      for (const name of effects?.changesNames ?? []) this.#parameters.touch(name);
    }
    // What a macro is given, it may change.
    for (const call of node.descendantsOfType('call_expression')) {
      const name = calledName(call) ?? '';
      if (this.#tools.macros.isDoubtful(this.#read, name)) return true;
      const effects = this.#tools.macros.effects(this.#read, name);
      if (!effects || effects.changes.size === 0) continue;
      for (const value of argumentsOf(call))
        for (const [name] of value.text.matchAll(/[A-Za-z_]\w*/g)) this.#parameters.touch(name);
    }
    return false;
  }
}
