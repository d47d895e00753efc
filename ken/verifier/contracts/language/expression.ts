/**
 * The language of contract clauses: C expressions without side effects over parameters, `ret`, members reached from
 * them, numbers and error names, with `==>` for "implies". Every operator means what C makes of it.
 */
export type Expression =
  | { kind: 'number'; value: bigint; unsigned: boolean; long: boolean; text: string }
  | { kind: 'null' }
  /** A parameter, `ret`, an error name or an enumerator. */
  | { kind: 'name'; name: string }
  | { kind: 'member'; object: Expression; arrow: boolean; field: string }
  | { kind: 'unary'; operator: UnaryOperator; operand: Expression }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: 'test'; test: PointerTest; operand: Expression };

export type UnaryOperator = '!' | '-' | '~';

export type BinaryOperator =
  | '==>'
  | '||'
  | '&&'
  | '|'
  | '^'
  | '&'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '<<'
  | '>>'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';

/** include/linux/err.h. */
export type PointerTest = 'IS_ERR' | 'IS_ERR_OR_NULL';

/** Name of the function's result in a clause. */
export const resultName = 'ret';

/** Binding strength, weakest first. `==>` groups to the right, everything else to the left. */
export const levels: readonly (readonly BinaryOperator[])[] = [
  ['==>'],
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** The text of an expression, with the parentheses that it needs. */
export function showExpression(expression: Expression, outer = 0): string {
  switch (expression.kind) {
    case 'number':
      return expression.text;
    case 'null':
      return 'NULL';
    case 'name':
      return expression.name;
    case 'member':
      return `${showExpression(expression.object, levels.length + 1)}${expression.arrow ? '->' : '.'}${expression.field}`;
    case 'unary':
      return `${expression.operator}${showExpression(expression.operand, levels.length)}`;
    case 'test':
      return `${expression.test}(${showExpression(expression.operand)})`;
    case 'binary': {
      const level = levels.findIndex((operators) => operators.includes(expression.operator));
      const [left, right] = expression.operator === '==>' ? [level + 1, level] : [level, level + 1];
      const text = `${showExpression(expression.left, left)} ${expression.operator} ${showExpression(expression.right, right)}`;
      return level < outer ? `(${text})` : text;
    }
  }
}

/** Every name that an expression reads, in order, each once. */
export function namesIn(expression: Expression): string[] {
  const found = new Set<string>();
  const visit = (each: Expression): void => {
    switch (each.kind) {
      case 'name':
        found.add(each.name);
        return;
      case 'member':
        visit(each.object);
        return;
      case 'unary':
      case 'test':
        visit(each.operand);
        return;
      case 'binary':
        visit(each.left);
        visit(each.right);
        return;
      case 'null':
      case 'number':
    }
  };
  visit(expression);
  return [...found];
}
