import type Parser from 'tree-sitter';

type Node = Parser.SyntaxNode;

/** An expression without the parentheses around it. */
export function operand(node: Node | null): Node | null {
  let current = node;
  while (current?.type === 'parenthesized_expression') current = firstChild(current);
  return current;
}

/** The first child that is no comment. */
export function firstChild(node: Node): Node | null {
  return node.namedChildren.find((child) => child.type !== 'comment') ?? null;
}

export function childrenOf(node: Node): Node[] {
  return node.namedChildren.filter((child) => child.type !== 'comment');
}

export function argumentsOf(call: Node): Node[] {
  const list = call.childForFieldName('arguments');
  return list ? childrenOf(list) : [];
}

/** The name of the function or macro that a call names; null for calls through a value. */
export function calledName(call: Node): string | null {
  const called = call.childForFieldName('function');
  return called?.type === 'identifier' ? called.text : null;
}

export function operatorOf(node: Node): string {
  return node.childForFieldName('operator')?.text ?? '';
}
