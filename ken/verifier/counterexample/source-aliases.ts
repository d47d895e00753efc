import type { TypedNode } from '../compile/typed-tree.ts';
import { walk } from '../compile/typed-tree.ts';

/** What a program calls a value: the variable it was assigned to and the type it was cast to. */
export interface Alias {
  /** `$sk`; the expression itself when it is only cast. */
  name: string;
  /** Name of the struct or union that it points to; null when no cast says so. */
  pointee: string | null;
}

/**
 * Reads from the typed tree of one probe what the author calls the arguments of the event: `$sk = (struct sock *)arg0`
 * gives `arg0` -> `$sk`, pointing to a `sock`. A variable that is assigned different things names none of them.
 */
export function sourceAliases(probe: TypedNode): Map<string, Alias> {
  const aliases = new Map<string, Alias>();
  const sources = new Map<string, Set<string>>();
  for (const node of walk(probe)) {
    if (node.kind !== 'assignment') continue;
    const [target, value] = node.children;
    const text = value && sourceText(value);
    if (target?.kind !== 'variable' || text === undefined || text === null) continue;
    sources.set(target.text, (sources.get(target.text) ?? new Set()).add(text));
  }
  for (const node of walk(probe)) {
    const [first, second] = node.children;
    if (node.kind === 'assignment' && first?.kind === 'variable' && second) {
      const text = sourceText(second);
      if (text !== null && sources.get(first.text)?.size === 1) {
        aliases.set(text, { name: first.text, pointee: pointeeOf(second) });
      }
    } else if (node.kind === 'cast' && first) {
      const text = sourceText(first);
      if (text !== null && !aliases.has(text)) aliases.set(text, { name: text, pointee: pointeeOf(node) });
    }
  }
  return aliases;
}

/** `arg0`, `args.filename`, `curtask`: an expression that is one input of the event, without casts around it. */
function sourceText(node: TypedNode): string | null {
  if (node.kind === 'cast') return node.children[0] ? sourceText(node.children[0]) : null;
  if (node.kind === 'builtin') return node.text;
  if (node.kind === 'field' && node.children[0]?.kind === 'builtin' && node.children[0].text === 'args') {
    return `args.${node.text}`;
  }
  return null;
}

function pointeeOf({ kind, text, type }: TypedNode): string | null {
  const spelled = kind === 'cast' ? text : type;
  return /^(?:struct |union )?\s*(\w+)\s*\*/.exec(spelled ?? '')?.[1] ?? null;
}
