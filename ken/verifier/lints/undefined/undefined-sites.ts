import type { TypedNode } from '../../compile/typed-tree.ts';
import { constantValue, variablesOf } from './constants.ts';
import { factsOf, type Fact } from './facts.ts';
import { accessKey } from './access-key.ts';

/** An operation of the source that is undefined for some value of its right operand. */
export interface UndefinedSite {
  kind: 'division' | 'shift';
  line: number;
  /** Sites with the same key need only one operation in the bytecode. */
  key: string;
  /** How often the source repeats it (`unroll`). */
  times: number;
  /** Its result is kept in a variable that nothing reads: the compiler is sure to drop it. */
  unused: boolean;
}

/**
 * Divisions, modulos and shifts of a probe or function whose right operand is neither a constant nor shown to be harmless
 * by the source itself: an `if`, an `assume`, `&&` or `?:` around it that rules out zero, or a mask.
 * `widest` is the width that a shift may use for certain.
 */
export function undefinedSites(root: TypedNode, widest: 32 | 64): UndefinedSite[] {
  const variables = variablesOf(root);
  const sites: UndefinedSite[] = [];
  visit(root, [], { times: 1, unused: false });
  return sites;

  function visit(node: TypedNode, facts: readonly Fact[], around: Around): void {
    const known = facts.filter((fact) => fact.variables.every((name) => !variables.changedIn(node, name)));
    const [first, second, third] = node.children;
    switch (node.kind) {
      case 'block':
        visitBlock(node.children, known, around);
        return;
      case 'probe': {
        const filter = node.children.find(({ kind }) => kind === 'predicate')?.children[0];
        const filtered = filter ? factsOf(filter, true, variables) : [];
        for (const child of node.children) visit(child, child.kind === 'block' ? filtered : [], around);
        return;
      }
      case 'if':
      case 'ternary':
        if (first) visit(first, known, around);
        if (first && second) visit(second, [...known, ...factsOf(first, true, variables)], around);
        if (first && third) visit(third, [...known, ...factsOf(first, false, variables)], around);
        return;
      case 'binary':
        note(node, known, around);
        if (first) visit(first, known, around);
        if (first && second) {
          const holds = node.text === '&&' ? true : node.text === '||' ? false : null;
          visit(second, holds === null ? known : [...known, ...factsOf(first, holds, variables)], around);
        }
        return;
      case 'declaration':
      case 'assignment': {
        const unused = first?.kind === 'variable' && variables.isLocal(first.text) && !variables.isRead(first.text);
        for (const child of node.children) visit(child, known, { ...around, unused });
        return;
      }
      case 'unroll': {
        const count = Number(first ? (constantValue(first, variables) ?? 1n) : 1n);
        for (const child of node.children) visit(child, known, { ...around, times: around.times * Math.max(1, count) });
        return;
      }
      default:
        for (const child of node.children) visit(child, known, around);
    }
  }

  /** What leaves the block unless a condition holds makes it hold for the rest of the block. */
  function visitBlock(statements: readonly TypedNode[], facts: readonly Fact[], around: Around): void {
    let known = [...facts];
    for (const [index, statement] of statements.entries()) {
      visit(statement, known, around);
      const rest = statements.slice(index + 1);
      const gained = gainedBehind(statement);
      const lasting = gained.filter((fact) =>
        rest.every((later) => fact.variables.every((name) => !variables.changedIn(later, name))),
      );
      known = [...known, ...lasting];
    }
  }

  /** What holds behind a statement because the other way out of it does not come back. */
  function gainedBehind({ kind, text, children: [condition, then, otherwise] }: TypedNode): Fact[] {
    if (text === '__ken_assume' && then) return factsOf(then, true, variables);
    if (kind !== 'if' || !condition) return [];
    return [
      ...(then && leaves(then) ? factsOf(condition, false, variables) : []),
      ...(otherwise && leaves(otherwise) ? factsOf(condition, true, variables) : []),
    ];
  }

  function note(node: TypedNode, facts: readonly Fact[], { times, unused }: Around): void {
    const [left, right] = node.children;
    const kind = ['/', '%'].includes(node.text) ? 'division' : ['<<', '>>'].includes(node.text) ? 'shift' : null;
    if (!kind || !left || !right || harmless(kind, node, facts)) return;
    const operands = [accessKey(left, variables), accessKey(right, variables)];
    const operation = kind === 'division' ? '/' : node.text;
    const key = operands.includes(null) ? `${sites.length}` : `${operands[0]} ${operation} ${operands[1]}`;
    sites.push({ kind, line: node.line ?? 0, key, times, unused });
  }

  function harmless(
    kind: UndefinedSite['kind'],
    { children: [left, operand] }: TypedNode,
    facts: readonly Fact[],
  ): boolean {
    if (!left || !operand) return false;
    const constant = constantValue(operand, variables);
    const width = widest === 64 || mayBeWide(left) ? 64 : 32;
    if (constant !== null) return kind === 'division' ? constant !== 0n : constant >= 0n && constant < BigInt(width);
    const known = facts.filter(({ key }) => key === accessKey(operand, variables, false));
    // A mask bounds the value wherever the variable got it.
    const source = operand.kind === 'variable' ? (variables.onlyValue(operand.text) ?? operand) : operand;
    const mask = source.kind === 'binary' ? source.children.map((each) => constantValue(each, variables)) : [];
    if (kind === 'division') {
      const ored = source.text === '|' && mask.some((each) => each !== null && each !== 0n);
      return ored || known.some(({ nonzero }) => nonzero);
    }
    const masked = source.text === '&' && mask.some((each) => each !== null && each >= 0n && each < BigInt(width));
    return masked || known.some(({ below }) => below !== null && below <= BigInt(width));
  }
}

interface Around {
  times: number;
  unused: boolean;
}

/** Whether nothing behind it in the block runs, or counts: the marker of an assume ends the path. */
function leaves(block: TypedNode): boolean {
  const last = block.kind === 'block' ? block.children.at(-1) : block;
  if (last?.kind === 'jump') return true;
  const [target] = last?.children ?? [];
  return last?.kind === 'assignment' && target?.kind === 'map' && target.text === '@__ken_cut';
}

/** Whether a C expression may be 64 bits wide, as far as types show; a constant shift is warned of by the compiler else. */
function mayBeWide({ kind, type, children }: TypedNode): boolean {
  if (kind === 'binary' || kind === 'unary') return children.some(mayBeWide);
  return !/^(?:int|unsigned int|unsigned|short|char|bool|_Bool|__?[us](?:8|16|32)|[us](?:8|16|32)|u?int(?:8|16|32)_t)$/.test(
    type ?? '',
  );
}
