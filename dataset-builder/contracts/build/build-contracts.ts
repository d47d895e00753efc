import { readFileSync } from 'node:fs';
import path from 'node:path';
import { KenError } from '../../../ken/errors.ts';
import type { Contract } from '../../../ken/verifier/contracts/contract.ts';
import { ClauseGate } from '../../../ken/verifier/contracts/clause-gate.ts';
import { resultName } from '../../../ken/verifier/contracts/language/expression.ts';
import { scalarType } from '../../../ken/verifier/contracts/language/signature.ts';
import type { Solver } from '../../../ken/verifier/solver/solver.ts';
import { Analysis, type FunctionFacts } from '../facts/analysis.ts';
import { helperContract, kfuncFacts } from '../facts/bpf-facts.ts';
import type { Body } from '../facts/body.ts';
import { resultClause } from '../facts/result-clauses.ts';
import { foreignMacros } from '../facts/foreign-macros.ts';
import { Results, type ReturnType } from '../facts/results.ts';
import { typeFacts } from '../facts/type-facts.ts';
import { integers, anything, type Value } from '../facts/value.ts';
import { BpfInterfaces } from '../functions/bpf-interfaces.ts';
import { chooseDefinition } from '../functions/choose-definition.ts';
import { findFunctions, type FoundFunctions } from '../functions/find-functions.ts';
import { readComment } from '../functions/kernel-doc.ts';
import { canonicalPrototype, decayedPrototype, type Prototype, readPrototypes } from '../functions/prototypes.ts';
import type { SourceFunction } from '../functions/source-function.ts';
import { compiledFiles } from '../kernel/compiled-files.ts';
import { findAttributes } from '../preprocess/attributes.ts';
import { FileReader } from '../preprocess/file-reader.ts';
import { readHeaderMacros } from '../preprocess/header-macros.ts';
import type { KernelInput } from './kernel-input.ts';
import { judgeClauses } from './judge-clauses.ts';
import { hooksOf } from './hooks.ts';
import { tracepointContracts } from './tracepoints.ts';

export interface BuildOptions {
  input: KernelInput;
  solver: Solver;
  write: (contract: Contract) => Promise<void>;
  progress?: (message: string) => void;
  /** Reads only a part of the compiled files. */
  select?: (file: string) => boolean;
}

/** What was counted while a set was built. */
export type BuildCounts = Record<string, number>;

/**
 * Derives the contract of every function in the kernel's BTF, and of every tracepoint: definitions, prototypes, facts,
 * clauses that passed the gate. Contracts are written in the order of their names, as soon as they are complete.
 */
export async function buildContracts({ input, solver, write, progress, select }: BuildOptions): Promise<BuildCounts> {
  const { root, configuration, types } = input;
  progress?.('reading the macros of the headers');
  const headers = readHeaderMacros(root, configuration);
  const reader = new FileReader(root, configuration, headers, findAttributes(headers));
  const prototypes = readPrototypes(types);
  const interfaces = new BpfInterfaces();
  const compiled = compiledFiles(root, configuration).filter(
    ({ file, module }) => module === null && (select?.(file) ?? true),
  );
  const analysis = new Analysis(reader, types, prototypes, foreignMacros(root, compiled));
  const found = await findFunctions({
    reader,
    compiled,
    wanted: select ? new Set() : new Set(prototypes.keys()),
    visit: (definition) => analysis.visit(definition),
    visitFile: (read) => interfaces.read(read),
    progress: (files, of) => progress?.(`reading source: ${files} of ${of} files`),
  });
  progress?.(foundText(found, prototypes, types));
  progress?.('computing what functions return');
  const results = computeResults(analysis, input, prototypes);
  progress?.('checking clauses');
  const gate = new ClauseGate({ solver, types });
  const compiledNames = new Set(compiled.map(({ file }) => file));
  const assembler = new Assembler(input, found, analysis, results, interfaces, compiledNames);
  const counts = newCounts(found, prototypes);
  for (const name of [...prototypes.keys()].sort()) {
    const contract = await assembler.contractOf(name, prototypes.get(name) ?? [], gate);
    count(counts, contract);
    await write(contract);
  }
  for (const contract of tracepointContracts(input.symbols)) {
    counts['tracepoints'] = (counts['tracepoints'] ?? 0) + 1;
    await write(contract);
  }
  counts['falsePositives'] = falsePositives(found, input, prototypes, compiledNames);
  return counts;
}

/** Recall and equal prototypes, before anything is derived. */
function foundText(
  found: FoundFunctions,
  prototypes: ReadonlyMap<string, readonly Prototype[]>,
  types: KernelInput['types'],
): string {
  const names = [...prototypes.keys()].filter((name) => found.byName.has(name));
  const equal = names.filter((name) => {
    const spelled = new Set((prototypes.get(name) ?? []).map((prototype) => canonicalPrototype(types, prototype)));
    return found.byName.get(name)?.some((each) => spelled.has(decayedPrototype(types, each.type)));
  });
  const share = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;
  const assembly = [...prototypes.keys()].filter((name) => !found.byName.has(name) && found.assembly.has(name)).length;
  return `${names.length} of ${prototypes.size} names of BTF found in C (${share(names.length, prototypes.size)}), ${assembly} more in assembly; ${share(equal.length, names.length)} of the prototypes equal`;
}

function computeResults(
  analysis: Analysis,
  { types }: KernelInput,
  prototypes: ReadonlyMap<string, readonly Prototype[]>,
): Results {
  const returnTypes = new Map<Body, ReturnType>();
  const returnType = (id: number): ReturnType => {
    const type = id === 0 ? null : scalarType(types, id);
    if (!type) return null;
    return type.kind === 'pointer' ? { kind: 'pointer' } : { ...type, bits: type.boolean ? 8 : type.bits };
  };
  for (const [found, { body, prototype }] of analysis.byFunction) {
    const type = returnType(prototype.returns);
    // Helpers return error numbers as unsigned registers.
    returnTypes.set(
      body,
      type?.kind === 'integer' && /BPF_CALL/.test(found.macro ?? '') ? { ...type, signed: true } : type,
    );
  }
  // Of an unknown callee, the range of a small type is still known.
  const fallback = (name: string): Value => {
    const all = prototypes.get(name) ?? [];
    const type = all.length === 1 && all[0] ? returnType(all[0].returns) : null;
    if (type?.kind !== 'integer' || (!type.boolean && type.bits > 16)) return anything;
    const low = type.boolean || !type.signed ? 0 : -(2 ** (type.bits - 1));
    return integers([[low, type.boolean ? 1 : low + 2 ** type.bits - 1]]);
  };
  const results = new Results([...returnTypes.keys()], returnTypes, fallback);
  results.compute();
  return results;
}

class Assembler {
  readonly #input: KernelInput;
  readonly #found: FoundFunctions;
  readonly #analysis: Analysis;
  readonly #results: Results;
  readonly #interfaces: BpfInterfaces;
  readonly #compiled: ReadonlySet<string>;
  #text: { file: string; source: string } | null = null;

  constructor(
    input: KernelInput,
    found: FoundFunctions,
    analysis: Analysis,
    results: Results,
    interfaces: BpfInterfaces,
    compiled: ReadonlySet<string>,
  ) {
    this.#input = input;
    this.#found = found;
    this.#analysis = analysis;
    this.#results = results;
    this.#interfaces = interfaces;
    this.#compiled = compiled;
  }

  async contractOf(name: string, all: readonly Prototype[], gate: ClauseGate): Promise<Contract> {
    const { types, symbols } = this.#input;
    const definitions = this.#found.byName.get(name) ?? [];
    const { prototype, chosen } = this.#match(all, definitions);
    const facts = chosen ? this.#analysis.byFunction.get(chosen) : undefined;
    // Several functions of one name: no clause is true of each of them.
    const isAmbiguous = all.length > 1 || outOfLine(definitions, this.#compiled) > 1;
    const helper = this.#interfaces.helpers.get(name);
    const fromHelper = helper ? helperContract(helper, prototype) : { clauses: [], facts: [] };
    const derived = isAmbiguous ? [] : [...this.#clauses(facts, chosen), ...fromHelper.clauses];
    const { clauses, rejected } = await judgeClauses(gate, prototype, derived);
    const kfunc = this.#interfaces.kfuncs.get(name);
    const assembly = this.#found.assembly.get(name);
    return {
      name,
      kind: helper ? 'helper' : 'function',
      module: null,
      prototype: {
        text: declarationText(types, prototype),
        btfId: prototype.id,
        returns: types.describe(prototype.returns),
        parameters: prototype.parameters.map((each) => ({
          name: each.name,
          type: each.type === 0 && each.name === '' ? '...' : types.describe(each.type),
        })),
        source: chosen
          ? decayedPrototype(types, chosen.type) === canonicalPrototype(types, prototype)
            ? 'equal'
            : 'different'
          : 'none',
      },
      source: chosen
        ? {
            file: chosen.file,
            line: chosen.line,
            endLine: chosen.endLine,
            origin: chosen.macro === null ? 'c' : 'macro',
            macro: chosen.macro,
            others: definitions.length - 1,
          }
        : assembly === undefined
          ? null
          : { file: assembly, line: 1, endLine: 1, origin: 'assembly', macro: null, others: 0 },
      ...hooksOf(name, chosen, symbols, { helper: helper !== undefined, kfunc: kfunc !== undefined }),
      attributes: [...new Set(chosen?.attributes ?? [])],
      comment: chosen ? this.#comment(chosen) : null,
      clauses,
      facts: [
        ...(facts?.facts ?? []),
        ...typeFacts(types, prototype),
        ...fromHelper.facts,
        ...(kfunc ? kfuncFacts(kfunc) : []),
      ],
      rejected,
    };
  }

  #match(
    all: readonly Prototype[],
    definitions: readonly SourceFunction[],
  ): { prototype: Prototype; chosen: SourceFunction | null } {
    const { types } = this.#input;
    let best: { prototype: Prototype; chosen: SourceFunction | null } | null = null;
    for (const prototype of all) {
      const type = canonicalPrototype(types, prototype);
      const chosen = chooseDefinition(definitions, type, this.#compiled);
      if (best === null || (chosen?.type === type && best.chosen?.type !== type)) best = { prototype, chosen };
    }
    if (!best) throw new KenError('internal', 'a name of BTF without a prototype');
    return best;
  }

  #clauses(facts: FunctionFacts | undefined, chosen: SourceFunction | null): FunctionFacts['clauses'] {
    if (!facts || !chosen) return [];
    // A parameter of that name hides the result.
    if (facts.prototype.parameters.some(({ name }) => name === resultName))
      return facts.clauses.filter(({ role }) => role === 'pre');
    const text = resultClause(this.#results.of(facts.body), isUnsigned(this.#input.types, facts.prototype.returns));
    const result: FunctionFacts['clauses'] =
      text === null
        ? []
        : [
            {
              role: 'post',
              text,
              confidence: 'sound',
              provenance: { by: 'static', rule: 'result', at: `${chosen.file}:${chosen.line}` },
            },
          ];
    return [
      ...facts.clauses.filter(({ role }) => role === 'pre'),
      ...result,
      ...facts.clauses.filter(({ role }) => role === 'post'),
    ];
  }

  #comment({ file, comment }: SourceFunction): Contract['comment'] {
    if (!comment) return null;
    if (this.#text?.file !== file)
      this.#text = { file, source: readFileSync(path.join(this.#input.root, file), 'latin1') };
    const bytes = Buffer.from(this.#text.source.slice(comment.start, comment.end), 'latin1');
    return { kind: comment.kind, ...readComment(bytes.toString('utf8')) };
  }
}

function isUnsigned(types: KernelInput['types'], id: number): boolean {
  const type = id === 0 ? null : scalarType(types, id);
  return type?.kind === 'integer' && !type.signed;
}

/** C text of a prototype with the names of its parameters. */
function declarationText(types: KernelInput['types'], { name, parameters, returns }: Prototype): string {
  const list = parameters.map((each) => {
    if (each.type === 0 && each.name === '') return '...';
    const type = types.describe(each.type);
    if (type.includes('(*)')) return type.replace('(*)', `(*${each.name})`);
    return type.endsWith('*') ? `${type}${each.name}` : `${type} ${each.name}`.trimEnd();
  });
  const result = types.describe(returns);
  return `${result}${result.endsWith('*') ? '' : ' '}${name}(${list.length === 0 ? 'void' : list.join(', ')})`;
}

/** Definitions of a name that may each be a function of the kernel. */
function outOfLine(definitions: readonly SourceFunction[], compiled: ReadonlySet<string>): number {
  return new Set(
    definitions.filter((each) => !each.isInline && compiled.has(each.file)).map((each) => `${each.file}:${each.line}`),
  ).size;
}

function newCounts(found: FoundFunctions, prototypes: ReadonlyMap<string, readonly Prototype[]>): BuildCounts {
  return { files: found.files, bytes: found.bytes, btfNames: prototypes.size };
}

function count(counts: BuildCounts, { source, prototype, clauses, rejected, facts, comment, hooks }: Contract): void {
  const add = (name: string, by = 1): void => void (counts[name] = (counts[name] ?? 0) + by);
  add('functions');
  if (source) add('withSource');
  if (source?.origin === 'assembly') add('assembly');
  if (source && prototype.source === 'equal') add('prototypesEqual');
  if (source && prototype.source === 'different') add('prototypesDifferent');
  if (source?.origin === 'c') add('written');
  if (source?.origin === 'c' && clauses.length > 0) add('writtenWithClause');
  if (clauses.length > 0) add('withClause');
  if (clauses.length > 0 || facts.length > 0) add('withClauseOrFact');
  if (comment) add('withComment');
  if (hooks.length > 0) add('hookable');
  for (const { role, provenance } of clauses) {
    add(`clause:${role}`);
    add(`rule:${provenance.rule}`);
  }
  for (const { reason } of rejected) add(`rejected:${reason}`);
}

/** Definitions that must exist out of line by what the source says, and do not: a wrong branch of an `#if`. */
function falsePositives(
  found: FoundFunctions,
  { symbols }: KernelInput,
  prototypes: ReadonlyMap<string, readonly Prototype[]>,
  compiled: ReadonlySet<string>,
): number {
  let wrong = 0;
  for (const [name, definitions] of found.byName) {
    if (prototypes.has(name) || symbols.text?.has(name) === true) continue;
    wrong += definitions.filter(
      (each) =>
        compiled.has(each.file) &&
        !each.isStatic &&
        !each.isInline &&
        each.macro === null &&
        !each.attributes.some((text) => /init|exit|inline/.test(text)),
    ).length;
  }
  return wrong;
}
