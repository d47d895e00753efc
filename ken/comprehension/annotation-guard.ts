import type { Program } from '../program.ts';
import type { TypeTable } from '../verifier/btf/type-table.ts';
import type { ContractStore } from '../verifier/contracts/contract-store.ts';
import { parseExpression } from '../verifier/contracts/language/parse-expression.ts';
import { translate } from '../verifier/contracts/language/translate.ts';
import { desugar } from '../verifier/desugar/desugar.ts';
import type { Annotation } from '../verifier/desugar/annotated.ts';
import type { Solver } from '../verifier/solver/solver.ts';
import { TermStore } from '../verifier/terms/term-store.ts';
import type { Term } from '../verifier/terms/term.ts';
import { contractsOfHook } from './find-contracts.ts';
import { codeOf, type Probe, probesOf } from './program-probes.ts';
import { renderClause } from './render-clause.ts';

export interface GuardParts {
  solver: Solver;
  /** The kernel's types. */
  types: TypeTable;
  contracts: ContractStore;
}

export interface GuardReport {
  /** Assumes that neither contract, type nor request supports: what is proved with them is not proved. */
  unsupported: { line: number; text: string }[];
  /** Asserts that hold for any program. */
  vacuous: { line: number; text: string; reason: string }[];
  /** Why each other assume may be believed. */
  supported: { line: number; text: string; by: string }[];
}

/**
 * Guards against annotations that prove themselves: an assume must follow from the contracts of the hook, from types, or
 * say what the request says; an assert must not hold whatever the program does, nor repeat an assume.
 */
export async function guardAnnotations(annotated: Program, request: string, parts: GuardParts): Promise<GuardReport> {
  const report: GuardReport = { unsupported: [], vacuous: [], supported: [] };
  const read = desugar(annotated.text, annotated.framework);
  if (read.status === 'invalid') return report;
  const probes = probesOf(annotated);
  const offsets = lineOffsets(annotated.text);
  for (const annotation of read.annotations) {
    const at = (offsets[annotation.line - 1] ?? 0) + annotation.column - 1;
    const probe = probes.find((each) => at >= each.start && at <= each.end);
    const assumes = read.annotations
      .filter((each) => each.kind === 'assume' && each !== annotation)
      .filter((each) => {
        const place = (offsets[each.line - 1] ?? 0) + each.column - 1;
        return probe !== undefined && place >= probe.start && place < at;
      });
    const judge = new AnnotationJudge(annotated, probe, parts);
    if (annotation.kind === 'assume') await judgeAssume(annotation, judge, request, report);
    else await judgeAssert(annotation, assumes, judge, report);
  }
  return report;
}

async function judgeAssume(
  { line, text }: Annotation,
  judge: AnnotationJudge,
  request: string,
  report: GuardReport,
): Promise<void> {
  const by = (await judge.impliedBy(text)) ?? (statedBy(text, request) ? 'the request' : null);
  if (by === null) report.unsupported.push({ line, text });
  else report.supported.push({ line, text, by });
}

async function judgeAssert(
  { line, text }: Annotation,
  assumes: readonly Annotation[],
  judge: AnnotationJudge,
  report: GuardReport,
): Promise<void> {
  const same = assumes.find((each) => squeezed(each.text) === squeezed(text));
  if (same) report.vacuous.push({ line, text, reason: `it repeats the assume of line ${same.line}` });
  else if (!/[A-Za-z_$@]/.test(text.replace(/\b0[xX][\da-fA-F]+|\btrue\b|\bfalse\b/g, ''))) {
    report.vacuous.push({ line, text, reason: 'it reads nothing of the program' });
  } else if (await judge.isTautology(text))
    report.vacuous.push({ line, text, reason: 'it holds for all values of these types' });
}

/** A condition that restricts events to what was asked for: each of its constants is written in the request. */
function statedBy(condition: string, request: string): boolean {
  const constants = [...condition.matchAll(/"([^"]*)"|\b(0[xX][\da-fA-F]+|\d+)\b/g)]
    .filter(
      (match) => !/^(?:u?int)?(?:8|16|32|64)$/.test(match[0]) || !new RegExp(`u?int${match[0]}\\b`).test(condition),
    )
    .map((match) => match[1] ?? match[2] ?? '');
  const telling = constants.filter((constant) => constant !== '' && constant !== '0');
  return (
    telling.length > 0 &&
    telling.every((constant) => new RegExp(`(?<![\\w.])${escaped(constant)}(?![\\w])`, 'i').test(request))
  );
}

/** Asks the solver about conditions of one block, with what the block calls its values as variables. */
class AnnotationJudge {
  readonly #program: Program;
  readonly #probe: Probe | undefined;
  readonly #parts: GuardParts;
  readonly #store = new TermStore();
  readonly #variables = new Map<string, Term>();

  constructor(program: Program, probe: Probe | undefined, parts: GuardParts) {
    this.#program = program;
    this.#probe = probe;
    this.#parts = parts;
  }

  async isTautology(text: string): Promise<boolean> {
    const condition = this.#term(text);
    if (condition === null) return false;
    return (await this.#parts.solver.check([this.#store.not(condition)])).status === 'unsat';
  }

  /** The contract, or the types, from which a condition follows; null: it does not. */
  async impliedBy(text: string): Promise<string | null> {
    const condition = this.#term(text);
    if (condition === null || !this.#probe) return null;
    const negated = this.#store.not(condition);
    if ((await this.#parts.solver.check([negated])).status === 'unsat') return 'types';
    const reasons: string[] = [];
    for (const hook of this.#probe.hooks) {
      const reason = await this.#impliedByHook(hook, negated);
      if (reason === null) return null;
      reasons.push(reason);
    }
    return reasons.length === 0 ? null : [...new Set(reasons)].join(', ');
  }

  async #impliedByHook(hook: Probe['hooks'][number], negated: Term): Promise<string | null> {
    const isReturn = hook.kind === 'function-return';
    for (const { contract } of contractsOfHook(hook, this.#parts.contracts)) {
      const known: Term[] = [];
      for (const { role, text, confidence } of contract.clauses) {
        if ((role === 'post') !== isReturn || confidence === 'refuted' || !this.#probe) continue;
        const rendered = renderClause(text, contract, this.#probe, this.#program.framework);
        const term = rendered === null ? null : this.#term(rendered);
        if (term) known.push(term);
      }
      if (known.length > 0 && (await this.#parts.solver.check([...known, negated])).status === 'unsat')
        return `the contract of ${contract.name}`;
    }
    return null;
  }

  /** A condition of the program as a term; null when it holds more than the language of clauses can say. */
  #term(text: string): Term | null {
    const resolved = resolveVariables(text, this.#program, this.#probe);
    const { condition, names } = asClause(resolved);
    const parsed = parseExpression(condition);
    if (parsed.status === 'invalid') return null;
    const { types } = this.#parts;
    const parameters = names.map(({ name, source, cast }) => ({
      name,
      type: types.byName(typeOf(source, cast), 'int') ?? 0,
    }));
    const sources = new Map(names.map(({ name, source }) => [name, source]));
    const translated = translate(parsed.expression, {
      store: this.#store,
      types,
      signature: { parameters, returns: 0 },
      variable: (input, width) => this.#variable(sources.get(input) ?? input, width),
    });
    return translated.status === 'translated' ? translated.translation.condition : null;
  }

  /** A cast takes the low bits of the value. */
  #variable(source: string, width: number): Term {
    const known = this.#variables.get(source);
    const whole = known ?? this.#store.variable(`x${this.#variables.size}`, 64);
    this.#variables.set(source, whole);
    return width === 64 ? whole : this.#store.extract(width - 1, 0, whole);
  }
}

/**
 * The C type of a name. What is not known to be unsigned is taken as signed: then fewer conditions hold "by their types".
 */
function typeOf(source: string, cast: ClauseName['cast']): string {
  if (cast === null)
    return /^(?:pid|tid|uid|gid|cpu)$/.test(source)
      ? 'unsigned int'
      : /^(?:nsecs|arg\d)$/.test(source)
        ? 'long unsigned int'
        : 'long int';
  const spelled = { 8: 'char', 16: 'short', 32: '', 64: 'long' }[cast.bits];
  if (cast.bits === 8) return cast.signed ? 'signed char' : 'unsigned char';
  return [spelled, cast.signed ? '' : 'unsigned', 'int'].filter((word) => word !== '').join(' ');
}

/** Puts what a variable was assigned in its place, when it is assigned once in the block: `$sk` is `arg0`. */
function resolveVariables(text: string, program: Program, probe: Probe | undefined): string {
  if (!probe || program.framework !== 'bpftrace') return text;
  const code = codeOf(program).slice(probe.start, probe.end);
  return text.replace(/\$\w+/g, (variable) => {
    const assigned = [...code.matchAll(new RegExp(`${escaped(variable)}\\s*=(?!=)\\s*([^;]+);`, 'g'))];
    const value = assigned.length === 1 ? (assigned[0]?.[1] ?? '').trim() : '';
    return /^\(*\s*(?:\(\s*(?:const\s+)?(?:struct|union)\s+\w+\s*\*\s*\)\s*)?\(*(?:arg\d|args(?:\.|->)\w+|retval)\)*$/.test(
      value,
    )
      ? value
      : variable;
  });
}

interface ClauseName {
  name: string;
  source: string;
  cast: { bits: 8 | 16 | 32 | 64; signed: boolean } | null;
}

/** Names of a program (`$x`, `args.y`, `((struct s *)arg0)->z`, `(int32)retval`) as names of clauses. */
function asClause(text: string): { condition: string; names: ClauseName[] } {
  const names: ClauseName[] = [];
  const nameOf = (source: string, cast: ClauseName['cast']): string => {
    const key = source.replace(/\s+/g, '').replaceAll('->', '.');
    const known = names.find((each) => each.source === key && JSON.stringify(each.cast) === JSON.stringify(cast));
    if (known) return known.name;
    const name = `n${names.length}`;
    names.push({ name, source: key, cast });
    return name;
  };
  const condition = text
    .replace(/\(\s*(?:const\s+)?(?:struct|union)\s+\w+\s*\*\s*\)/g, '')
    .replace(/\(\s*(arg\d|retval|\$\w+)\s*\)/g, '$1')
    .replace(/\bNULL\b/g, '0')
    .replace(
      /(?:\((u?)int(8|16|32|64)(?:_t)?\)\s*)?((?:\$|@)?[A-Za-z_]\w*(?:\s*(?:->|\.)\s*[A-Za-z_]\w*)*)/g,
      (_, unsigned: string | undefined, bits: string | undefined, source: string) =>
        nameOf(
          source,
          bits === undefined ? null : { bits: Number(bits) as 8 | 16 | 32 | 64, signed: unsigned !== 'u' },
        ),
    );
  return { condition, names };
}

function lineOffsets(text: string): number[] {
  const offsets = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) offsets.push(at + 1);
  return offsets;
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
