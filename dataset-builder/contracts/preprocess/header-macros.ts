import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { KernelConfiguration } from '../kernel/configuration.ts';
import { applyDirectives } from './directives.ts';
import { type Macro, type MacroIndex, noMacros } from './macro.ts';

/** Headers that every file may include by `<...>`. */
const searched = ['include', 'arch/x86/include'];
/** Register tables of drivers, other machines. */
const passedOver = /\/(?:dt-bindings|drm|sound|soc|um|x32|xen\/arm)\/|_32\.h$/;
/** Definitions kept of one name. */
const mostDefinitions = 3;
/** Longer bodies are tables. */
const longestBody = 6000;

/** Reads the macros that the tree's public headers define under the configuration. About 150,000 names. */
export function readHeaderMacros(root: string, configuration: KernelConfiguration): HeaderMacros {
  const found = new Map<string, Macro[]>();
  for (const file of searched.flatMap((folder) => listHeaders(root, folder))) {
    const source = readFileSync(path.join(root, file), 'latin1');
    if (!source.includes('define')) continue;
    const { local } = applyDirectives(source, { configuration, index: noMacros, file, definitionsOnly: true });
    for (const [name, macro] of local) {
      if (macro === false || macro.body.length > longestBody) continue;
      const known = found.get(name);
      if (!known) found.set(name, [macro]);
      else if (known.length < mostDefinitions) known.push(macro);
    }
  }
  return new HeaderMacros(found);
}

export class HeaderMacros implements MacroIndex {
  readonly #found: ReadonlyMap<string, Macro[]>;

  constructor(found: ReadonlyMap<string, Macro[]>) {
    this.#found = found;
  }

  find(name: string): readonly Macro[] {
    return this.#found.get(name) ?? [];
  }

  entries(): IterableIterator<[string, readonly Macro[]]> {
    return this.#found.entries();
  }
}

export function listHeaders(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.h'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !passedOver.test(file))
    .sort();
}
