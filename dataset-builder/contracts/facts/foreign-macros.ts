import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CompiledFile } from '../kernel/compiled-files.ts';

/**
 * Names of function-like macros in headers that lie beside compiled files, whatever their conditions. A file may include
 * them through a search path that is not followed: a call of such a name is then no call of a function for certain.
 */
export function foreignMacros(root: string, compiled: readonly CompiledFile[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const folder of new Set(compiled.flatMap(({ file }) => withParents(path.dirname(file))))) {
    if (!existsSync(path.join(root, folder))) continue;
    for (const name of readdirSync(path.join(root, folder))) {
      if (!name.endsWith('.h')) continue;
      const text = readFileSync(path.join(root, folder, name), 'latin1');
      // A copy: a part of a text keeps all of it in memory.
      for (const [, macro = ''] of text.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)\(/gm))
        names.add(Buffer.from(macro).toString());
    }
  }
  return names;
}

/** A folder, those above it (not the root), and the `include` and `common` beside them. */
function withParents(folder: string): string[] {
  const parts = folder.split('/');
  const above = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  return above.flatMap((each) => [each, `${each}/include`, `${each}/common`]);
}
