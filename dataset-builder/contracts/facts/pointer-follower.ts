import type Parser from 'tree-sitter';
import type { ReadFile } from '../preprocess/file-reader.ts';
import type { EntryParameters } from './entry-parameters.ts';
import { transparentMacros } from './known-results.ts';
import type { MacroKnowledge } from './macro-effects.ts';
import { argumentsOf, calledName, childrenOf, operand, operatorOf } from './syntax.ts';

type Node = Parser.SyntaxNode;

/** Macros that evaluate their arguments once and do nothing else to control. */
const evaluating = new Set([...transparentMacros, 'READ_ONCE', 'WRITE_ONCE']);

/** Tells which parameters the evaluation of an expression follows for certain. */
export class PointerFollower {
  readonly #parameters: EntryParameters;
  readonly #read: ReadFile;
  readonly #macros: MacroKnowledge;
  readonly #note: (parameter: string, at: number) => void;

  constructor(
    parameters: EntryParameters,
    read: ReadFile,
    macros: MacroKnowledge,
    note: (parameter: string, at: number) => void,
  ) {
    this.#parameters = parameters;
    this.#read = read;
    this.#macros = macros;
    this.#note = note;
  }

  /** Notes the parameters that evaluating an expression follows for certain. */
  follow(node: Node | null): void {
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
        this.follow(expression.childForFieldName('condition'));
        return;
      case 'binary_expression': {
        const operator = operatorOf(expression);
        this.follow(expression.childForFieldName('left'));
        if (operator !== '&&' && operator !== '||') this.follow(expression.childForFieldName('right'));
        return;
      }
      case 'pointer_expression': {
        const place = operand(expression.childForFieldName('argument'));
        if (operatorOf(expression) === '&') this.#followAddress(place);
        else if (place) {
          this.#followed(place, null);
          this.follow(place);
        }
        return;
      }
      case 'field_expression':
        this.#member(expression);
        return;
      case 'call_expression': {
        const name = calledName(expression);
        const isMacro = name !== null && this.#macros.definitions(this.#read, name).length > 0;
        if (isMacro && !evaluating.has(name)) return;
        if (name === null) this.follow(expression.childForFieldName('function'));
        for (const argument of argumentsOf(expression)) this.follow(argument);
        return;
      }
      case 'subscript_expression':
        this.follow(expression.childForFieldName('index'));
        return;
      default:
        for (const child of childrenOf(expression)) this.follow(child);
    }
  }

  /** `&p->a.b` follows nothing but what leads to `p`. */
  #followAddress(place: Node | null): void {
    let current = place;
    while (current?.type === 'field_expression' || current?.type === 'subscript_expression') {
      const inner: Node | null = operand(current.childForFieldName('argument'));
      if (current.type === 'subscript_expression') return;
      if (current.childForFieldName('operator')?.text === '->') {
        this.follow(inner);
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
        this.follow(inner);
        return;
      }
      current = inner;
    }
    // `(*p).member` would need the same care; it is left out.
    if (current?.type !== 'pointer_expression') this.follow(current);
  }

  #followed(node: Node, path: readonly string[] | null): void {
    const root = this.#parameters.rootOf(node);
    if (!root || (path !== null && (root.struct === null || !this.#parameters.loads(root.struct, path)))) return;
    this.#note(root.parameter, node.startIndex);
  }
}
