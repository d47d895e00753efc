import type { Program } from '../program.ts';
import type { ContractStore } from '../verifier/contracts/contract-store.ts';
import type { Clause } from '../verifier/contracts/contract.ts';
import { contractsOfHook, type FoundContract, mostMatches } from './find-contracts.ts';
import { codeOf, type Probe, probesOf } from './program-probes.ts';
import { renderClause } from './render-clause.ts';

/** An annotation that was written into a program. */
export interface PlacedAnnotation {
  kind: 'assume' | 'assert';
  /** The condition in the program's language. */
  condition: string;
  /** Line of the annotated program, from 1. */
  line: number;
  /** Where it comes from, one sentence. */
  origin: string;
}

export interface Placement {
  annotated: Program;
  annotations: PlacedAnnotation[];
}

interface Insertion {
  at: number;
  kind: 'assume' | 'assert';
  condition: string;
  origin: string;
}

/** Clauses that may be taken as true of a running kernel. */
const trusted: ReadonlySet<Clause['confidence']> = new Set(['sound', 'convention', 'observed']);
/** Assumes of one probe; more make a program slow to verify and say little. */
const mostAssumes = 12;

/**
 * Writes contracts into a program without a model (`comprehension: direct`): what the hook's contract guarantees becomes
 * `assume` at the beginning of the block, and every pointer of the hook that the program follows must be one: an
 * `assert` before the statement that follows it first.
 */
export function placeContracts(program: Program, store: ContractStore): Placement {
  const insertions = probesOf(program).flatMap((probe) => [
    ...assumesOf(probe, program, store),
    ...assertsOf(probe, program),
  ]);
  return insert(program, insertions);
}

/**
 * A clause holds in a block only when it holds for each function that runs the block: every hook, every match of a
 * wildcard. Events take none: what a system call's event shows may come from a tracer or a filter instead of the call.
 */
function assumesOf(probe: Probe, program: Program, store: ContractStore): Insertion[] {
  const places = probe.hooks.flatMap((hook) => {
    const isFunction = hook.kind === 'function' || hook.kind === 'function-return' || hook.kind === 'lsm';
    const found = isFunction ? contractsOfHook(hook, store) : [];
    const isWhole = found.length > 0 && found.length < mostMatches;
    return isWhole
      ? found.map((each) => conditionsOf(each, hook.kind === 'function-return', probe, program))
      : [new Map<string, string>()];
  });
  const [first, ...others] = places;
  if (!first) return [];
  return [...first]
    .filter(([condition]) => others.every((conditions) => conditions.has(condition)))
    .slice(0, mostAssumes)
    .map(([condition, origin]) => ({ at: probe.start, kind: 'assume', condition, origin }));
}

/** Condition in the program's language -> its origin. */
function conditionsOf(
  { contract, through }: FoundContract,
  isReturn: boolean,
  probe: Probe,
  program: Program,
): Map<string, string> {
  const conditions = new Map<string, string>();
  // Of the functions behind a system call only the one that is hooked returns what the hook sees.
  if (isReturn && through.startsWith('of the same system call')) return conditions;
  for (const { role, text, confidence, provenance } of contract.clauses) {
    if (!trusted.has(confidence) || (role === 'post') !== isReturn) continue;
    const condition = renderClause(text, contract, probe, program.framework);
    if (condition === null || conditions.has(condition)) continue;
    const { by, rule, at } = provenance;
    const source = `${by} ${rule}${at === null ? '' : `, ${at}`}; ${confidence}`;
    conditions.set(
      condition,
      `contract of ${contract.name}${through === '' ? '' : ` (${through})`}: ${text} [${source}]`,
    );
  }
  return conditions;
}

/** Pointers of the hook that the block follows: `$sk->x` with `$sk = (struct sock *)arg0`, `args.sk->x`, `retval`. */
function assertsOf(probe: Probe, program: Program): Insertion[] {
  const code = codeOf(program).slice(probe.start, probe.end);
  const found = new Map<string, Insertion>();
  for (const { pointer, at, root } of followedPointers(code, program)) {
    const statement = statementStart(code, at);
    if (statement === null || found.has(pointer)) continue;
    const condition = `${pointer} != ${program.framework === 'bpftrace' ? '0' : 'NULL'}`;
    found.set(pointer, {
      at: probe.start + statement,
      kind: 'assert',
      condition,
      origin: `the program follows ${pointer}, which is ${root}`,
    });
  }
  return [...found.values()];
}

function* followedPointers(
  code: string,
  { framework }: Program,
): Generator<{ pointer: string; at: number; root: string }> {
  if (framework === 'libbpf') {
    for (const match of code.matchAll(
      /\bBPF_(?:CORE_READ|CORE_READ_INTO|PROBE_READ)\w*\s*\(\s*(?:&\w+\s*,\s*)?([A-Za-z_]\w*)\s*,|\b([A-Za-z_]\w*)\s*->/g,
    )) {
      const pointer = match[1] ?? match[2] ?? '';
      if (pointer !== 'ctx') yield { pointer, at: match.index, root: 'a pointer of the kernel' };
    }
    return;
  }
  const roots = new Map<string, string>();
  for (const match of code.matchAll(
    /(\$\w+)\s*=\s*\(*\s*(?:\(\s*(?:const\s+)?(?:struct|union)\s+\w+\s*\*\s*\)\s*)?\(*(arg\d|args\s*(?:\.|->)\s*\w+|retval)\)*\s*;/g,
  )) {
    roots.set(match[1] ?? '', (match[2] ?? '').replace(/\s+/g, ''));
  }
  for (const match of code.matchAll(
    /(\$\w+)\s*(?:->|\.)\s*\w|(args\s*(?:\.|->)\s*\w+)\s*->|\(\s*(\(\s*(?:struct|union)\s+\w+\s*\*\s*\)\s*(arg\d|retval))\s*\)\s*->/g,
  )) {
    const variable = match[1];
    if (variable !== undefined) {
      const root = roots.get(variable);
      if (root !== undefined) yield { pointer: variable, at: match.index, root };
    } else if (match[2] !== undefined)
      yield { pointer: match[2].replace(/\s+/g, ''), at: match.index, root: 'a parameter of the hook' };
    else
      yield {
        pointer: match[4] ?? '',
        at: match.index,
        root: match[4] === 'retval' ? 'the result' : 'a parameter of the hook',
      };
  }
}

/** Where the statement around an offset begins; null in the middle of an `else`. */
function statementStart(code: string, at: number): number | null {
  let depth = 0;
  for (let index = at - 1; index >= 0; index--) {
    const character = code[index] ?? '';
    if (character === ')' || character === ']') depth++;
    else if ((character === '(' || character === '[') && depth > 0) depth--;
    else if (depth === 0 && /[;{}]/.test(character) && !isInsideParentheses(code, index))
      return elseBefore(code, index + 1);
  }
  return elseBefore(code, 0);
}

function isInsideParentheses(code: string, at: number): boolean {
  let depth = 0;
  for (let index = at - 1; index >= 0 && !/[;{}]/.test(code[index] ?? ''); index--) {
    if (code[index] === ')') depth++;
    else if (code[index] === '(' && --depth < 0) return true;
  }
  return false;
}

function elseBefore(code: string, start: number): number | null {
  return /^\s*else\b/.test(code.slice(start)) ? null : start;
}

function insert(program: Program, insertions: readonly Insertion[]): Placement {
  const sorted = [...insertions].sort((left, right) => left.at - right.at);
  const [assume, assert] = program.framework === 'bpftrace' ? ['assume', 'assert'] : ['ken_assume', 'ken_assert'];
  const annotations: PlacedAnnotation[] = [];
  let text = '';
  let from = 0;
  for (const { at, kind, condition, origin } of sorted) {
    text += program.text.slice(from, at);
    from = at;
    const indentation = /\n([ \t]*)\S/.exec(program.text.slice(at))?.[1] ?? '  ';
    text += `\n${indentation}${kind === 'assume' ? assume : assert}(${condition});`;
    annotations.push({ kind, condition, line: text.split('\n').length, origin });
  }
  text += program.text.slice(from);
  return { annotated: { ...program, text }, annotations };
}
