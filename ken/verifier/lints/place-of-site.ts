import type { TypedNode } from '../compile/typed-tree.ts';
import type { FindingKind, Site } from '../executor/exploration.ts';
import type { VerificationInput } from '../verdict/verification-input.ts';
import { sitesLike } from './sites-like.ts';

/** What a place is found with. */
export type PlaceInput = Pick<VerificationInput, 'compiled' | 'object' | 'text'>;

/**
 * Line and text of the source for a place in the object. BPF C has line information. That of bpftrace is all 0: there the
 * place is the only operation of that kind in the probe, or, when the bytecode has as many of them as the source, the
 * one with the same number; else line 0 with the probe's name.
 */
export function placeOf(
  { compiled, object, text }: PlaceInput,
  site: Site,
  kind: FindingKind | null,
): { line: number; text: string } {
  const info = object.lines
    .filter((each) => each.function === site.function && each.instruction <= site.instruction)
    .at(-1);
  if (info && info.line > 0) return placeAt(info.line);
  const probe = compiled.functions.find(({ symbol }) => symbol === site.function);
  const block = probe && compiled.tree?.children.filter((node) => node.kind === 'probe')[probe.probe];
  const candidates = block && kind ? [...evaluated(block)].filter((node) => couldBe(node, kind)) : [];
  const lines = new Set(candidates.map(({ line }) => line));
  const [only] = lines;
  if (lines.size === 1 && only !== undefined) return placeAt(only);
  const found = kind ? candidateOf(site, kind, candidates) : undefined;
  return found?.line === undefined ? { line: 0, text: probe?.attachPoint ?? '' } : placeAt(found.line);

  function placeAt(compiledLine: number): { line: number; text: string } {
    const line = compiled.originalLine(compiledLine);
    return { line, text: lineOf(text, line) };
  }

  /** The compiler keeps the order of operations that it neither merges nor drops. */
  function candidateOf(place: Site, of: FindingKind, nodes: readonly TypedNode[]): TypedNode | undefined {
    const own = object.functions.find(({ name }) => name === place.function);
    const { places, isLike } = own ? sitesLike(own, place.instruction, of) : { places: [], isLike: () => false };
    const alike = nodes.filter(isLike);
    return alike.length === places.length ? alike[places.indexOf(place.instruction)] : undefined;
  }
}

/** The nodes in the order in which bpftrace evaluates them: operands before operations, a value before its target. */
function* evaluated(node: TypedNode): Generator<TypedNode> {
  const children = node.kind === 'assignment' ? [...node.children].reverse() : node.children;
  for (const child of children) yield* evaluated(child);
  yield node;
}

function couldBe({ kind, text, children }: TypedNode, finding: FindingKind): boolean {
  const constant = children[1]?.kind === 'integer';
  if (finding === 'division-by-zero') return kind === 'binary' && (text === '/' || text === '%') && !constant;
  if (finding === 'oversized-shift') return kind === 'binary' && (text === '<<' || text === '>>') && !constant;
  if (finding !== 'null-read') return false;
  const [structure] = children;
  const throughPointer = structure?.type?.endsWith('*') === true && structure.kind !== 'builtin';
  return kind === 'dereference' || (throughPointer && (kind === 'field' || kind === 'index'));
}

export function lineOf(text: string, line: number): string {
  return text.split('\n')[line - 1]?.trim() ?? '';
}
