import type { Contract } from '../../../ken/verifier/contracts/contract.ts';
import type { Solver } from '../../../ken/verifier/solver/solver.ts';
import { readPrototypes } from '../functions/prototypes.ts';
import { compiledFiles } from '../kernel/compiled-files.ts';
import { findAttributes } from '../preprocess/attributes.ts';
import { FileReader } from '../preprocess/file-reader.ts';
import { readHeaderMacros } from '../preprocess/header-macros.ts';
import { type BuildCounts, countContract, countModule, falsePositives, newCounts } from './build-counts.ts';
import { deriveUnit } from './derive-unit.ts';
import type { KernelInput } from './kernel-input.ts';
import { tracepointContracts } from './tracepoints.ts';

export interface BuildOptions {
  input: KernelInput;
  solver: Solver;
  write: (contract: Contract) => Promise<void>;
  progress?: (message: string) => void;
  /** Reads only a part of the compiled files. */
  select?: (file: string) => boolean;
}

/**
 * Derives the contract of every function in the kernel's BTF, of every tracepoint, and of every function of the modules
 * that have BTF: definitions, prototypes, facts, clauses that passed the gate. A set has one entry a name: the kernel's own
 * comes first, and of a name in two modules none is written, since a probe on it means either. Contracts are written as
 * soon as they are complete, the kernel's in the order of their names, then module by module.
 */
export async function buildContracts({ input, solver, write, progress, select }: BuildOptions): Promise<BuildCounts> {
  const { root, configuration, types, modules } = input;
  progress?.('reading the macros of the headers');
  const headers = readHeaderMacros(root, configuration);
  const reader = new FileReader(root, configuration, headers, findAttributes(headers));
  const prototypes = readPrototypes(types);
  const all = compiledFiles(root, configuration).filter(({ file }) => select?.(file) ?? true);
  const wanted = select ? new Set<string>() : new Set(prototypes.keys());
  const tools = { reader, solver, symbols: input.symbols, ...(progress && { progress }) };
  const compiled = all.filter(({ module }) => module === null);
  const kernel = await deriveUnit({ module: null, types, prototypes, compiled, wanted }, tools);
  const counts = newCounts(kernel.found, prototypes);
  for await (const contract of kernel.contracts([...prototypes.keys()])) {
    countContract(counts, contract);
    await write(contract);
  }
  for (const contract of tracepointContracts(input.symbols)) {
    counts['tracepoints'] = (counts['tracepoints'] ?? 0) + 1;
    await write(contract);
  }
  const names = new Set(compiled.map(({ file }) => file));
  counts['falsePositives'] = falsePositives(kernel.found, input, prototypes, names);

  const ofModules = modules.map(({ name, types: own }) => {
    return { name, types: own, prototypes: readPrototypes(own, types.count) };
  });
  const taken = namesTaken(prototypes, ofModules);
  for (const { name: module, types: own, prototypes: functions } of ofModules) {
    progress?.(`module ${module}`);
    const files = all.filter((file) => file.module === module);
    const unit = await deriveUnit(
      { module, types: own, prototypes: functions, compiled: files, wanted: new Set() },
      // Its progress would only flicker.
      { reader, solver, symbols: input.symbols },
    );
    const free = [...functions.keys()].filter((name) => !taken.has(name));
    for await (const contract of unit.contracts(free)) {
      countModule(counts, contract);
      await write(contract);
    }
    counts['moduleNamesTaken'] = (counts['moduleNamesTaken'] ?? 0) + functions.size - free.length;
  }
  return counts;
}

/** Names of the kernel, and of more than one module. */
function namesTaken(
  kernel: ReadonlyMap<string, unknown>,
  modules: readonly { prototypes: ReadonlyMap<string, unknown> }[],
): ReadonlySet<string> {
  const seen = new Set(kernel.keys());
  const taken = new Set(seen);
  for (const { prototypes } of modules) {
    for (const name of prototypes.keys()) {
      if (seen.has(name)) taken.add(name);
      seen.add(name);
    }
  }
  return taken;
}
