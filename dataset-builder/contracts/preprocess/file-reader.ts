import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { KernelConfiguration } from '../kernel/configuration.ts';
import { type AttributeNames, withLocal } from './attributes.ts';
import { applyDirectives, type Directed } from './directives.ts';
import type { HeaderMacros } from './header-macros.ts';
import type { Macro } from './macro.ts';
import { mask, type Masked } from './mask.ts';

/** A source file, ready for a parser. */
export interface ReadFile {
  file: string;
  /** As it is written; one character for each byte. */
  source: string;
  directed: Directed;
  masked: Masked;
  names: AttributeNames;
}

/** Longest chain of `#include "..."` that is followed for its macros. */
const deepestInclude = 6;

/** Reads files of one tree under one configuration; headers that files include by `"..."` are read once. */
export class FileReader {
  readonly root: string;
  readonly headers: HeaderMacros;
  readonly #configuration: KernelConfiguration;
  readonly #names: AttributeNames;
  readonly #included = new Map<string, Pick<Directed, 'local' | 'functionLike'> | null>();

  constructor(root: string, configuration: KernelConfiguration, headers: HeaderMacros, names: AttributeNames) {
    this.root = root;
    this.headers = headers;
    this.#configuration = configuration;
    this.#names = names;
  }

  read(file: string): ReadFile {
    const source = readFileSync(path.join(this.root, file), 'latin1');
    const directed = this.#direct(source, file, 0);
    const names = withLocal(this.#names, directed.local);
    return { file, source, directed, masked: mask(directed.text, names), names };
  }

  /** Text that a macro made. */
  maskText(text: string, names: AttributeNames): Masked {
    return mask(text.replace(/^\s*#/gm, ' '), names);
  }

  /** The macro that a name means at an offset of a file. */
  lookup({ directed, file }: ReadFile, name: string, offset: number): Macro | null {
    const own = directed.functionLike.get(name);
    const before = own?.findLast((macro) => macro.offset < offset);
    if (before) return before;
    const all = this.headers.find(name).filter((macro) => macro.parameters !== null);
    const folder = path.dirname(file);
    return (
      all.find((macro) => path.dirname(macro.file) === folder) ??
      all.find((macro) => macro.file.startsWith('arch/x86')) ??
      all[0] ??
      null
    );
  }

  #direct(source: string, file: string, depth: number, definitionsOnly = false): Directed {
    return applyDirectives(source, {
      configuration: this.#configuration,
      index: this.headers,
      file,
      definitionsOnly,
      included: (name) => (depth < deepestInclude ? this.#include(name, file, depth) : null),
    });
  }

  #include(name: string, from: string, depth: number): Pick<Directed, 'local' | 'functionLike'> | null {
    const file = path.normalize(path.join(path.dirname(from), name));
    const known = this.#included.get(file);
    if (known !== undefined) return known;
    this.#included.set(file, null);
    let source: string;
    try {
      source = readFileSync(path.join(this.root, file), 'latin1');
    } catch {
      return null; // Generated, or found through a search path.
    }
    const { local, functionLike } = this.#direct(source, file, depth + 1, true);
    this.#included.set(file, { local, functionLike });
    return { local, functionLike };
  }
}
