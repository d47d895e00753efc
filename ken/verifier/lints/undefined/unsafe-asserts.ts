import { walk, type TypedNode } from '../../compile/typed-tree.ts';
import { markerMaps } from '../../desugar/annotated.ts';
import type { VerificationInput } from '../../verdict/verification-input.ts';
import { readC, type CFunction } from '../c-tree/c-nodes.ts';
import { objectSites } from './object-sites.ts';
import { removedSites } from './removed-sites.ts';
import { undefinedSites, type UndefinedSite } from './undefined-sites.ts';

/**
 * Asserts whose check the compiler may have removed, by annotation id, with the reason. A division by zero or a shift by
 * the width is undefined, so a compiler may take a failing check as unreachable; when the operation itself is gone from
 * the bytecode too, no path shows it. Then nothing in that probe is proved.
 */
export async function unsafeAsserts(input: VerificationInput): Promise<Map<number, string>> {
  const { compiled, object } = input;
  const unsafe = new Map<number, string>();
  const source = await sourceOf(input);
  if (!source) {
    const reason = 'the source is nested too deeply to be searched for undefined behaviour';
    return new Map(input.annotations.map(({ id }) => [id, reason]));
  }
  for (const { symbol, parts, widest } of source) {
    const sites = parts.flatMap((part) => undefinedSites(part, widest).map((site) => within(part, site)));
    const [removed] = removedSites(sites, objectSites(object, symbol));
    if (!removed) continue;
    for (const part of parts) {
      for (const id of assertsIn(part)) unsafe.set(id, reasonOf(removed, compiled.originalLine(removed.line)));
    }
  }
  return unsafe;
}

interface SourceOfProgram {
  symbol: string;
  /** The probe, or the function with those that it calls. */
  parts: TypedNode[];
  widest: 32 | 64;
}

async function sourceOf({ compiled, text }: VerificationInput): Promise<SourceOfProgram[] | null> {
  if (compiled.framework === 'bpftrace') {
    const probes = compiled.tree?.children.filter(({ kind }) => kind === 'probe') ?? [];
    return compiled.functions.flatMap(({ symbol, probe }): SourceOfProgram[] => {
      const block = probes[probe];
      return block ? [{ symbol, parts: [block], widest: 64 }] : [];
    });
  }
  if (!/[/%]|<<|>>/.test(text)) return [];
  const tree = await readC(compiled.text);
  if (!tree) return null;
  return compiled.functions.map(({ symbol }) => ({
    symbol,
    parts: reached(symbol, tree.functions).map(({ node }) => node),
    widest: 32,
  }));
}

/** A function of the text and all whose names it mentions, directly or through others. */
function reached(name: string, functions: readonly CFunction[], visited: Set<string> = new Set()): CFunction[] {
  const found = functions.find((each) => each.name === name);
  if (!found || visited.has(name)) return [];
  visited.add(name);
  const names = new Set([...walk(found.node)].filter(({ kind }) => mentions.has(kind)).map(({ text }) => text));
  return [found, ...[...names].flatMap((each) => reached(each, functions, visited))];
}

const mentions: ReadonlySet<TypedNode['kind']> = new Set(['call', 'identifier', 'variable']);

/** Variables of different functions are different, whatever their names. */
function within({ text }: TypedNode, site: UndefinedSite): UndefinedSite {
  return { ...site, key: `${text} ${site.key}` };
}

function assertsIn(part: TypedNode): number[] {
  return [...walk(part)].flatMap(({ kind, text, children }) => {
    const [id] = children;
    const isMark = (kind === 'map' && text === markerMaps.fail) || (kind === 'call' && text === '__ken_assert');
    return isMark && id ? [Number(id.text)] : [];
  });
}

function reasonOf({ kind }: UndefinedSite, line: number): string {
  const what = kind === 'division' ? 'division by a value that may be zero' : 'shift by an unknown amount';
  return `the compiler removed the ${what} in line ${line}, which is undefined for some inputs, and may have removed this check with it; rule it out with an if or an assume`;
}
