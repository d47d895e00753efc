import { readFileSync } from 'node:fs';
import path from 'node:path';
import { KenError } from '../../../ken/errors.ts';
import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import type { Contract } from '../../../ken/verifier/contracts/contract.ts';
import type { ClauseGate } from '../../../ken/verifier/contracts/clause-gate.ts';
import { resultName } from '../../../ken/verifier/contracts/language/expression.ts';
import { scalarType } from '../../../ken/verifier/contracts/language/signature.ts';
import type { Analysis, FunctionFacts } from '../facts/analysis.ts';
import { helperContract, kfuncFacts } from '../facts/bpf-facts.ts';
import { resultClause } from '../facts/result-clauses.ts';
import type { Results } from '../facts/results.ts';
import { typeFacts } from '../facts/type-facts.ts';
import type { BpfInterfaces } from '../functions/bpf-interfaces.ts';
import { chooseDefinition } from '../functions/choose-definition.ts';
import type { FoundFunctions } from '../functions/find-functions.ts';
import { readComment } from '../functions/kernel-doc.ts';
import { canonicalPrototype, decayedPrototype, type Prototype } from '../functions/prototypes.ts';
import type { SourceFunction } from '../functions/source-function.ts';
import type { KernelSymbols } from '../kernel/symbols.ts';
import { declarationText } from './declaration-text.ts';
import { hooksOf } from './hooks.ts';
import { judgeClauses } from './judge-clauses.ts';

/** The kernel or a module: its types, its names, and where its source lies. */
export interface AssembledUnit {
  module: string | null;
  root: string;
  types: TypeTable;
  symbols: KernelSymbols;
}

/** What was read of its source. */
export interface UnitKnowledge {
  found: FoundFunctions;
  analysis: Analysis;
  results: Results;
  interfaces: BpfInterfaces;
  compiled: ReadonlySet<string>;
}

/** Puts the contract of one name together: prototype of record, definition, clauses that passed the gate, facts. */
export class ContractAssembler {
  readonly #unit: AssembledUnit;
  readonly #known: UnitKnowledge;
  #text: { file: string; source: string } | null = null;

  constructor(unit: AssembledUnit, known: UnitKnowledge) {
    this.#unit = unit;
    this.#known = known;
  }

  async contractOf(name: string, all: readonly Prototype[], gate: ClauseGate): Promise<Contract> {
    const { module, types, symbols } = this.#unit;
    const definitions = this.#known.found.byName.get(name) ?? [];
    const { prototype, chosen } = this.#match(all, definitions);
    const facts = chosen ? this.#known.analysis.byFunction.get(chosen) : undefined;
    // Several functions of one name: no clause is true of each of them.
    const isAmbiguous = all.length > 1 || outOfLine(definitions, this.#known.compiled) > 1;
    const helper = this.#known.interfaces.helpers.get(name);
    const fromHelper = helper ? helperContract(helper, prototype) : { clauses: [], facts: [] };
    const derived = isAmbiguous ? [] : [...this.#clauses(facts, chosen), ...fromHelper.clauses];
    const { clauses, rejected } = await judgeClauses(gate, prototype, derived);
    const kfunc = this.#known.interfaces.kfuncs.get(name);
    const assembly = this.#known.found.assembly.get(name);
    return {
      name,
      kind: helper ? 'helper' : 'function',
      module,
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
      ...hooksOf(name, chosen, symbols, { module, helper: helper !== undefined, kfunc: kfunc !== undefined }),
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
    const { types } = this.#unit;
    let best: { prototype: Prototype; chosen: SourceFunction | null } | null = null;
    for (const prototype of all) {
      const type = canonicalPrototype(types, prototype);
      const chosen = chooseDefinition(definitions, type, this.#known.compiled);
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
    const text = resultClause(
      this.#known.results.of(facts.body),
      isUnsigned(this.#unit.types, facts.prototype.returns),
    );
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
      this.#text = { file, source: readFileSync(path.join(this.#unit.root, file), 'latin1') };
    const bytes = Buffer.from(this.#text.source.slice(comment.start, comment.end), 'latin1');
    return { kind: comment.kind, ...readComment(bytes.toString('utf8')) };
  }
}

function isUnsigned(types: TypeTable, id: number): boolean {
  const type = id === 0 ? null : scalarType(types, id);
  return type?.kind === 'integer' && !type.signed;
}

/** Definitions of a name that may each be a function of the kernel. */
function outOfLine(definitions: readonly SourceFunction[], compiled: ReadonlySet<string>): number {
  return new Set(
    definitions.filter((each) => !each.isInline && compiled.has(each.file)).map((each) => `${each.file}:${each.line}`),
  ).size;
}
