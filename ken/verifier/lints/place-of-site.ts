import { walk, type TypedNode } from '../compile/typed-tree.ts';
import type { FindingKind, Site } from '../executor/exploration.ts';
import type { VerificationInput } from '../verdict/verification-input.ts';

/**
 * Line and text of the source for a place in the object. BPF C has line information. bpftrace writes none: there the
 * place is the only operation of that kind in the probe, else line 0 with the probe's name.
 */
export function placeOf(
  { compiled, object, text }: VerificationInput,
  site: Site,
  kind: FindingKind | null,
): { line: number; text: string } {
  const info = object.lines
    .filter((each) => each.function === site.function && each.instruction <= site.instruction)
    .at(-1);
  if (info) {
    const line = compiled.originalLine(info.line);
    return { line, text: lineOf(text, line) };
  }
  const probe = compiled.functions.find(({ symbol }) => symbol === site.function);
  const block = probe && compiled.tree?.children.filter((node) => node.kind === 'probe')[probe.probe];
  const candidates = block && kind ? [...walk(block)].filter((node) => couldBe(node, kind)) : [];
  const lines = new Set(candidates.map(({ line }) => line));
  const [only] = lines;
  if (lines.size === 1 && only !== undefined) {
    const line = compiled.originalLine(only);
    return { line, text: lineOf(text, line) };
  }
  return { line: 0, text: probe?.attachPoint ?? '' };
}

function couldBe({ kind, text, children }: TypedNode, finding: FindingKind): boolean {
  const constant = children[1]?.kind === 'integer';
  if (finding === 'division-by-zero') return kind === 'binary' && (text === '/' || text === '%') && !constant;
  if (finding === 'oversized-shift') return kind === 'binary' && (text === '<<' || text === '>>') && !constant;
  return finding === 'null-read' && (kind === 'field' || kind === 'dereference');
}

export function lineOf(text: string, line: number): string {
  return text.split('\n')[line - 1]?.trim() ?? '';
}
