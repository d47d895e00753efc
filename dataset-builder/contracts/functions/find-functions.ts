import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CompiledFile } from '../kernel/compiled-files.ts';
import type { ReadFile } from '../preprocess/file-reader.ts';
import { isWordCode } from '../preprocess/scan.ts';
import { type DefinitionVisitor, FunctionParser } from './parse-file.ts';
import type { FileReader } from '../preprocess/file-reader.ts';
import type { SourceFunction } from './source-function.ts';

export interface FoundFunctions {
  /** Definitions by name; those of compiled files first. */
  byName: ReadonlyMap<string, readonly SourceFunction[]>;
  /** Functions that assembly files define: name -> file. */
  assembly: ReadonlyMap<string, string>;
  files: number;
  bytes: number;
}

export interface FindOptions {
  reader: FileReader;
  compiled: readonly CompiledFile[];
  /** Names that are wanted: those of BTF. Files outside of the compiled set are read only for these. */
  wanted: ReadonlySet<string>;
  /** Whether the headers that generate functions of the kernel itself are read. */
  generators: boolean;
  visit?: DefinitionVisitor;
  /** Sees every file that is parsed. */
  visitFile?: (read: ReadFile) => void;
  progress?: (files: number, of: number) => void;
}

/** Headers whose macros define functions in whichever file includes them. */
const generatorFiles = ['include/linux/lsm_hook_defs.h'];
const generatorFolders = ['include/trace/events', 'include/trace/misc', 'include/ras', 'arch/x86/include/asm/trace'];
/** Where else a wanted function may come from: inline functions that were compiled out of line, templates. */
const otherFolders = [
  'include',
  'arch/x86',
  'lib',
  'kernel',
  'fs',
  'net',
  'mm',
  'drivers',
  'security',
  'block',
  'crypto',
];
const filesBetweenTurns = 20;

/**
 * Finds definitions: in every compiled file and what it includes by `"..."`, in the headers of tracepoints and LSM hooks,
 * and, for wanted names that are then still missing, in the other files that write such a name before a parenthesis.
 */
export async function findFunctions(options: FindOptions): Promise<FoundFunctions> {
  const finder = new Finder(options);
  return finder.run();
}

class Finder {
  readonly #options: FindOptions;
  readonly #parser: FunctionParser;
  readonly #byName = new Map<string, SourceFunction[]>();
  readonly #parsed = new Set<string>();
  #bytes = 0;

  constructor(options: FindOptions) {
    this.#options = options;
    this.#parser = new FunctionParser(options.reader);
  }

  async run(): Promise<FoundFunctions> {
    const { compiled, reader, generators } = this.#options;
    const sources = compiled.map(({ file }) => file);
    const included = new Set<string>();
    await this.#parseAll(
      sources.filter((file) => file.endsWith('.c')),
      (read) => {
        for (const file of quotedIncludes(read, reader.root)) included.add(file);
      },
    );
    const headers = generators ? generatorFolders.flatMap((folder) => list(reader.root, folder, /\.h$/)) : [];
    await this.#parseAll([...included, ...(generators ? generatorFiles : []), ...headers]);
    await this.#parseAll(this.#filesThatMention(this.#missing()));
    const assembly = assemblyFunctions(
      reader.root,
      sources.filter((file) => file.endsWith('.S')),
    );
    return { byName: this.#byName, assembly, files: this.#parsed.size, bytes: this.#bytes };
  }

  async #parseAll(files: readonly string[], seen?: (read: ReadFile) => void): Promise<void> {
    const fresh = [...new Set(files)].filter(
      (file) => !this.#parsed.has(file) && existsSync(path.join(this.#options.reader.root, file)),
    );
    for (const [index, file] of fresh.entries()) {
      this.#parsed.add(file);
      const { read, functions } = this.#parser.parse(file, this.#options.visit);
      this.#bytes += read.source.length;
      seen?.(read);
      this.#options.visitFile?.(read);
      for (const found of functions) {
        const known = this.#byName.get(found.name);
        if (known) known.push(found);
        else this.#byName.set(found.name, [found]);
      }
      if (index % filesBetweenTurns !== 0) continue;
      this.#options.progress?.(index, fresh.length);
      // The parser's trees are freed on the event loop only; without this, memory grows to gigabytes.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #missing(): Set<string> {
    return new Set([...this.#options.wanted].filter((name) => !this.#byName.has(name)));
  }

  #filesThatMention(names: ReadonlySet<string>): string[] {
    if (names.size === 0) return [];
    const { root } = this.#options.reader;
    return otherFolders
      .flatMap((folder) => list(root, folder, /\.[ch]$/))
      .filter((file) => !this.#parsed.has(file))
      .filter((file) => mentions(readFileSync(path.join(root, file), 'latin1'), names));
  }
}

/** Whether a text writes one of the names in front of a parenthesis, outside of an indented line. */
function mentions(text: string, names: ReadonlySet<string>): boolean {
  for (const [, line = ''] of text.matchAll(/^([a-z_][^\n(]*)\(/gm)) {
    let start = line.trimEnd().length;
    const end = start;
    while (start > 0 && isWordCode(line.charCodeAt(start - 1))) start--;
    if (names.has(line.slice(start, end))) return true;
  }
  return false;
}

function quotedIncludes({ directed, file }: ReadFile, root: string): string[] {
  return directed.includes.flatMap((name) => {
    const quoted = /^"([^"]+\.[ch])"/.exec(name)?.[1];
    if (quoted === undefined) return [];
    const there = path.normalize(path.join(path.dirname(file), quoted));
    return !there.startsWith('..') && existsSync(path.join(root, there)) ? [there] : [];
  });
}

/** include/linux/linkage.h: SYM_FUNC_START and its variants; a name may be an alias. */
function assemblyFunctions(root: string, files: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of files) {
    const text = readFileSync(path.join(root, file), 'latin1');
    for (const [, name] of text.matchAll(/^\s*SYM_(?:TYPED_)?(?:FUNC|CODE|INNER_LABEL)\w*\(\s*(\w+)/gm))
      found.set(name ?? '', file);
    for (const [, name] of text.matchAll(/^\s*(?:ENTRY|STATIC_CALL_TRAMP|THUNK|thunk)\s*\(?\s*(\w+)/gm))
      found.set(name ?? '', file);
  }
  return found;
}

function list(root: string, folder: string, pattern: RegExp): string[] {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !/\/(?:amdgpu|amd|testing|selftests|kunit|tests)\//.test(file))
    .sort();
}
