import type Parser from 'tree-sitter';
import { type Local, type Part, unknownPart } from './body.ts';
import { literalValue } from './constants.ts';
import { knownResults, transparentMacros } from './known-results.ts';
import { argumentsOf, calledName, childrenOf, operand, operatorOf } from './syntax.ts';
import { type IntegerType, pointerClass, type SlotType } from './value.ts';

type Node = Parser.SyntaxNode;

export interface PartScope {
  locals: ReadonlyMap<string, Local>;
  parameters: ReadonlySet<string>;
  constant: (name: string) => number | undefined;
  isMacro: (name: string) => boolean;
  typeNamed: (text: string) => SlotType | null;
}

const deepest = 40;

/** Makes parts of expressions, and notes which locals they depend on. */
export class PartReader {
  /** Names of the locals that were read. */
  readonly used = new Set<string>();
  readonly #scope: PartScope;

  constructor(scope: PartScope) {
    this.#scope = scope;
  }

  /** The value of a `return`; an `if` directly around it may bound it. */
  returned(node: Node): Part {
    return boundedByTest(node, this.value(node), this.#scope) ?? this.value(node);
  }

  value(node: Node | null, depth = 0): Part {
    const expression = operand(node);
    if (!expression || depth > deepest) return unknownPart;
    const inner = (child: Node | null): Part => this.value(child, depth + 1);
    switch (expression.type) {
      case 'number_literal': {
        const value = literalValue(expression.text);
        return value === undefined ? unknownPart : { kind: 'number', value };
      }
      case 'true':
        return { kind: 'number', value: 1 };
      case 'false':
        return { kind: 'number', value: 0 };
      case 'null':
        return { kind: 'pointer', classes: pointerClass.null };
      case 'string_literal':
      case 'concatenated_string':
        return { kind: 'pointer', classes: pointerClass.valid };
      case 'identifier':
        return this.#name(expression.text);
      case 'unary_expression': {
        const argument = expression.childForFieldName('argument');
        if (operatorOf(expression) === '!') return { kind: 'range', low: 0, high: 1 };
        // Of an unsigned number, minus is a large one.
        const isNegated =
          operatorOf(expression) === '-' && !/[uU]/.test(argument?.text.replace(/^\w*[a-tv-zA-TV-Z_]\w*$/, '') ?? '');
        return isNegated ? { kind: 'negated', part: inner(argument) } : unknownPart;
      }
      case 'binary_expression':
        return this.#binary(expression, inner);
      case 'conditional_expression': {
        const yes = expression.childForFieldName('consequence') ?? expression.childForFieldName('condition');
        return { kind: 'either', parts: [inner(yes), inner(expression.childForFieldName('alternative'))] };
      }
      case 'cast_expression': {
        const to = this.#scope.typeNamed(expression.childForFieldName('type')?.text ?? '');
        return to === null ? unknownPart : { kind: 'cast', to, part: inner(expression.childForFieldName('value')) };
      }
      case 'assignment_expression':
        return operatorOf(expression) === '=' ? inner(expression.childForFieldName('right')) : unknownPart;
      case 'comma_expression':
        return inner(expression.childForFieldName('right'));
      case 'pointer_expression':
        return this.#address(expression);
      case 'call_expression':
        return this.#call(expression, inner);
      default:
        return unknownPart;
    }
  }

  #name(name: string): Part {
    const { locals, parameters, constant } = this.#scope;
    if (name === 'NULL') return { kind: 'pointer', classes: pointerClass.null };
    if (parameters.has(name)) return unknownPart;
    if (locals.has(name)) {
      this.used.add(name);
      return { kind: 'local', name };
    }
    const value = constant(name);
    return value === undefined ? unknownPart : { kind: 'number', value };
  }

  #binary(node: Node, inner: (child: Node | null) => Part): Part {
    const operator = operatorOf(node);
    if (['==', '!=', '<', '>', '<=', '>=', '&&', '||'].includes(operator)) return { kind: 'range', low: 0, high: 1 };
    if (!['+', '-', '*', '|', '<<', '&'].includes(operator)) return unknownPart;
    const [left, right] = [inner(node.childForFieldName('left')), inner(node.childForFieldName('right'))];
    return { kind: 'binary', operator, left, right };
  }

  /** `&local`, `&global`; `&p->member` is `p` plus an offset, and `p` may be anything. */
  #address(node: Node): Part {
    if (operatorOf(node) !== '&') return unknownPart;
    const place = operand(node.childForFieldName('argument'));
    const isNamed = place?.type === 'identifier' && !this.#scope.isMacro(place.text);
    return isNamed ? { kind: 'pointer', classes: pointerClass.valid } : unknownPart;
  }

  #call(node: Node, inner: (child: Node | null) => Part): Part {
    const name = calledName(node);
    if (name === null || this.#scope.locals.has(name) || this.#scope.parameters.has(name)) return unknownPart;
    const [first = null] = argumentsOf(node);
    if (transparentMacros.has(name)) return inner(first);
    if (name === 'ERR_PTR') return { kind: 'error-pointer', part: inner(first) };
    const known = knownResults.get(name);
    if (known) return known;
    return this.#scope.isMacro(name) ? unknownPart : { kind: 'call', name };
  }
}

/**
 * `if (err < 0) return err;`: what the test says of the value. Only where the return is the branch, or the statements
 * before it in the branch do not mention the name.
 */
function boundedByTest(node: Node, part: Part, { locals, typeNamed }: PartScope): Part | null {
  const value = operand(node);
  if (!value) return null;
  const statement = node.parent;
  const test = statement ? testAround(statement) : null;
  if (!test) return null;
  if (value.type === 'call_expression' && calledName(value) === 'PTR_ERR') {
    const name = argumentsOf(value)[0]?.text ?? '';
    return test.mentions(name) || !isTestOf(test.condition, 'IS_ERR', name)
      ? null
      : { kind: 'range', low: -4095, high: -1 };
  }
  if (value.type !== 'identifier' || test.mentions(value.text)) return null;
  const name = value.text;
  if (isTestOf(test.condition, 'IS_ERR', name)) return { kind: 'classed', part, classes: pointerClass.error };
  if (isTestOf(test.condition, 'IS_ERR_OR_NULL', name))
    return { kind: 'classed', part, classes: pointerClass.error | pointerClass.null };
  const bounds = boundsFor(test.condition, name);
  if (!bounds) return null;
  const type = locals.get(name)?.type ?? typeNamed('');
  const integer: IntegerType | null = type?.kind === 'integer' ? type : null;
  // An unsigned value is compared as such.
  if (integer === null || !integer.signed) return null;
  return { kind: 'bounded', part, ...bounds, type: integer };
}

interface Test {
  condition: Node;
  /** Whether a statement between the test and the return mentions a name. */
  mentions: (name: string) => boolean;
}

function testAround(statement: Node): Test | null {
  const parent = statement.parent;
  if (!parent) return null;
  if (parent.type === 'if_statement') return testOf(parent, statement, []);
  if (parent.type !== 'compound_statement' || parent.parent?.type !== 'if_statement') return null;
  const before = childrenOf(parent).filter((child) => child.endIndex <= statement.startIndex);
  return testOf(parent.parent, parent, before);
}

function testOf(branch: Node, consequence: Node, before: readonly Node[]): Test | null {
  const isConsequence = branch.childForFieldName('consequence')?.startIndex === consequence.startIndex;
  const condition = operand(branch.childForFieldName('condition'));
  if (!isConsequence || !condition || before.some((each) => each.type === 'labeled_statement')) return null;
  const text = before.map((each) => each.text).join(' ');
  return { condition, mentions: (name) => new RegExp(`\\b${name.replace(/\W/g, '\\$&')}\\b`).test(text) };
}

function isTestOf(condition: Node, test: string, name: string): boolean {
  const call = withoutLikely(condition);
  return call?.type === 'call_expression' && calledName(call) === test && argumentsOf(call)[0]?.text === name;
}

/** Bounds that a condition puts on a name: `x < 0`, `x <= 0`, `x > 0`, `x >= 0`, `x == n`, `x != 0` says nothing. */
function boundsFor(condition: Node, name: string): { low: number; high: number } | null {
  const test = withoutLikely(condition);
  if (test?.type !== 'binary_expression') return null;
  const left = operand(test.childForFieldName('left'));
  if (operatorOf(test) === '&&') {
    return (
      boundsFor(test.childForFieldName('left') ?? test, name) ??
      boundsFor(test.childForFieldName('right') ?? test, name)
    );
  }
  const limit = literalValue(operand(test.childForFieldName('right'))?.text ?? '');
  if (left?.type !== 'identifier' || left.text !== name || limit === undefined) return null;
  switch (operatorOf(test)) {
    case '<':
      return { low: -Infinity, high: limit - 1 };
    case '<=':
      return { low: -Infinity, high: limit };
    case '>':
      return { low: limit + 1, high: Infinity };
    case '>=':
      return { low: limit, high: Infinity };
    case '==':
      return { low: limit, high: limit };
    default:
      return null;
  }
}

function withoutLikely(condition: Node): Node | null {
  const test = operand(condition);
  if (test?.type !== 'call_expression' || !transparentMacros.has(calledName(test) ?? '')) return test;
  return operand(argumentsOf(test)[0] ?? null);
}
