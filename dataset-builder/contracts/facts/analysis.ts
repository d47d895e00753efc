import type { Fact, Provenance } from '../../../ken/verifier/contracts/contract.ts';
import type { ProposedClause } from '../../../ken/verifier/contracts/clause-gate.ts';
import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import { canonicalPrototype, decayedPrototype, type Prototype } from '../functions/prototypes.ts';
import type { WrittenDefinition } from '../functions/parse-file.ts';
import type { SourceFunction } from '../functions/source-function.ts';
import type { FileReader } from '../preprocess/file-reader.ts';
import type { Body } from './body.ts';
import { Constants } from './constants.ts';
import { clausesOfEntry, contextFacts } from './entry-clauses.ts';
import { MacroKnowledge } from './macro-effects.ts';
import { readBody } from './read-body.ts';
import { readEntry } from './read-entry.ts';

/** A clause with where it comes from, before the gate. */
export interface DerivedClause extends ProposedClause {
  provenance: Provenance;
  confidence: 'sound' | 'convention';
}

/** What the source of one function says. */
export interface FunctionFacts {
  prototype: Prototype;
  body: Body;
  clauses: DerivedClause[];
  facts: Fact[];
}

/** Reads facts while files are parsed: the syntax of a function is not kept. */
export class Analysis {
  readonly byFunction = new Map<SourceFunction, FunctionFacts>();
  readonly #types: TypeTable;
  readonly #prototypes: ReadonlyMap<string, readonly Prototype[]>;
  readonly #macros: MacroKnowledge;
  readonly #constants: Constants;

  constructor(
    reader: FileReader,
    types: TypeTable,
    prototypes: ReadonlyMap<string, readonly Prototype[]>,
    foreign?: ReadonlySet<string>,
  ) {
    this.#types = types;
    this.#prototypes = prototypes;
    this.#macros = new MacroKnowledge(reader, foreign);
    this.#constants = new Constants(this.#macros, types);
  }

  visit({ found, node, base, read, lines, parameters }: WrittenDefinition): void {
    const prototype = this.#prototypeOf(found);
    const syntax = node.childForFieldName('body');
    if (!prototype || !syntax) return;
    const tools = { macros: this.#macros, constants: this.#constants, types: this.#types };
    const body = readBody({ ...found, parameters }, node, read, base, tools);
    const place = (at: number): string => `${found.file}:${lines.lineOf(base + at)}`;
    const clauses: DerivedClause[] = [];
    const isOwnBody = parameters === found.parameters;
    const facts: Fact[] = isOwnBody && found.macro === null ? userPointers(found, node, read, place) : [];
    // Helpers take registers, whatever their bodies declare.
    const hasEntry = isOwnBody && !/BPF_CALL/.test(found.macro ?? '');
    if (hasEntry && !syntax.hasError && !found.uncertain) {
      // Offsets of a tree of a part begin at the part; entry reading compares with the file's text.
      const entry = base === 0 ? readEntry(syntax, prototype, read, tools) : null;
      if (entry) {
        clauses.push(
          ...clausesOfEntry(entry, prototype, this.#types, place, (name) => this.#constants.valueOf(name, read)),
        );
        facts.push(...contextFacts(entry, place));
      }
    }
    this.byFunction.set(found, { prototype, ...structuredClone({ body, clauses, facts }) });
  }

  /** The prototype of record of a definition: the one that is spelled alike, or the only one with as many parameters. */
  #prototypeOf(found: SourceFunction): Prototype | null {
    const all = this.#prototypes.get(found.name) ?? [];
    const exact = all.find(
      (prototype) => canonicalPrototype(this.#types, prototype) === decayedPrototype(this.#types, found.type),
    );
    if (exact) return exact;
    const [only] = all;
    const sameNames = only?.parameters.every(({ name }, index) => name === found.parameters[index]?.name) ?? false;
    return all.length === 1 && only && sameNames && only.parameters.length === found.parameters.length ? only : null;
  }
}

/** Parameters that are written with `__user`: BTF does not keep it. */
function userPointers(
  found: SourceFunction,
  node: WrittenDefinition['node'],
  { masked, source }: WrittenDefinition['read'],
  place: (at: number) => string,
): Fact[] {
  const declarator = node.childForFieldName('declarator');
  if (!declarator || !found.attributes.includes('__user')) return [];
  const marks = masked.attributes.filter(
    ({ start, text }) => text === '__user' && start >= declarator.startIndex && start < declarator.endIndex,
  );
  return marks.flatMap(({ start }) => {
    const name = /^__user\s*(?:\*|const|restrict|\s)*(\w+)/.exec(source.slice(start, start + 200))?.[1] ?? '';
    if (!found.parameters.some((parameter) => parameter.name === name)) return [];
    const provenance: Provenance = { by: 'static', rule: '__user', at: place(declarator.startIndex) };
    return [
      {
        kind: 'user-pointer' as const,
        subject: name,
        value: 'an address of user space; it is read with copy_from_user',
        provenance,
      },
    ];
  });
}
