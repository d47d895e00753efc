import { ClauseGate } from '../../../ken/verifier/contracts/clause-gate.ts';
import type { Contract } from '../../../ken/verifier/contracts/contract.ts';
import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import type { Solver } from '../../../ken/verifier/solver/solver.ts';
import { Analysis } from '../facts/analysis.ts';
import { foreignMacros } from '../facts/foreign-macros.ts';
import { BpfInterfaces } from '../functions/bpf-interfaces.ts';
import { findFunctions, type FoundFunctions } from '../functions/find-functions.ts';
import { canonicalPrototype, decayedPrototype, type Prototype } from '../functions/prototypes.ts';
import type { CompiledFile } from '../kernel/compiled-files.ts';
import type { KernelSymbols } from '../kernel/symbols.ts';
import type { FileReader } from '../preprocess/file-reader.ts';
import { computeResults } from './compute-results.ts';
import { ContractAssembler } from './contract-assembler.ts';

/** What is linked together and has types of its own: the kernel, or one module. */
export interface Unit {
  /** Null: the kernel itself. */
  module: string | null;
  types: TypeTable;
  /** Its functions in BTF. */
  prototypes: ReadonlyMap<string, readonly Prototype[]>;
  compiled: readonly CompiledFile[];
  /** Names that are also looked for outside of the compiled files. */
  wanted: ReadonlySet<string>;
}

export interface UnitTools {
  reader: FileReader;
  solver: Solver;
  symbols: KernelSymbols;
  progress?: (message: string) => void;
}

/** Reads a unit's source once; contracts are put together when they are asked for, in the order of their names. */
export async function deriveUnit(
  { module, types, prototypes, compiled, wanted }: Unit,
  { reader, solver, symbols, progress }: UnitTools,
): Promise<{ found: FoundFunctions; contracts: (names: readonly string[]) => AsyncGenerator<Contract> }> {
  const interfaces = new BpfInterfaces();
  const analysis = new Analysis(reader, types, prototypes, foreignMacros(reader.root, compiled));
  const found = await findFunctions({
    reader,
    compiled,
    wanted,
    generators: module === null,
    visit: (definition) => analysis.visit(definition),
    visitFile: (read) => interfaces.read(read),
    progress: (files, of) => progress?.(`reading source: ${files} of ${of} files`),
  });
  progress?.(foundText(found, prototypes, types));
  progress?.('computing what functions return');
  const results = computeResults(analysis, types, prototypes);
  progress?.('checking clauses');
  const gate = new ClauseGate({ solver, types });
  const assembler = new ContractAssembler(
    { module, root: reader.root, types, symbols },
    { found, analysis, results, interfaces, compiled: new Set(compiled.map(({ file }) => file)) },
  );
  return {
    found,
    async *contracts(names) {
      for (const name of [...names].sort()) yield assembler.contractOf(name, prototypes.get(name) ?? [], gate);
    },
  };
}

/** Recall and equal prototypes, before anything is derived. */
function foundText(
  found: FoundFunctions,
  prototypes: ReadonlyMap<string, readonly Prototype[]>,
  types: TypeTable,
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
