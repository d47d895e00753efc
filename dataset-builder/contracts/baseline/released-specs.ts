import type { ProposedClause } from '../../../ken/verifier/contracts/clause-gate.ts';

/** One entry of the paper authors' released specifications. */
export interface ReleasedEntry {
  /** `kprobe:name`, `kretprobe:name`, or the name of a helper. */
  hook: string;
  function: string;
  conditions: { role: 'pre' | 'post'; subject: string; text: string }[];
}

/**
 * Reads a released file (`kprobe_spec.json` is not valid JSON): every `"hook": { ... }` that has balanced braces, and the
 * pairs of strings under its "pre" and "post".
 */
export function readReleased(text: string): ReleasedEntry[] {
  const entries: ReleasedEntry[] = [];
  for (const match of text.matchAll(/"((?:k(?:ret)?probe:)?[A-Za-z_]\w*)"\s*:\s*\{\s*"description"/g)) {
    const hook = match[1] ?? '';
    const body = text.slice(match.index, balancedEnd(text, text.indexOf('{', match.index)));
    const conditions = (['pre', 'post'] as const).flatMap((role) => {
      const start = new RegExp(`"${role}"\\s*:\\s*\\{`).exec(body);
      if (!start) return [];
      const part = body.slice(start.index, balancedEnd(body, body.indexOf('{', start.index)));
      return [...part.matchAll(/"([^"]+)"\s*:\s*"((?:[^"\\]|\\.)*)"/g)].map((pair) => ({
        role,
        subject: pair[1] ?? '',
        text: pair[2] ?? '',
      }));
    });
    entries.push({ hook, function: hook.replace(/^k(?:ret)?probe:/, ''), conditions });
  }
  return entries;
}

/** A released condition as a clause: `!=null`, `>=0`, `in [0, negative number]`, ...; anything else as it is written. */
export function asClause(
  { role, subject, text }: ReleasedEntry['conditions'][number],
  isHelper: boolean,
): ProposedClause {
  const name = /^returns?$/i.test(subject) ? 'ret' : subject;
  const value = (each: string): string => {
    const plain = each.trim();
    if (/^null$/i.test(plain)) return isHelper ? '0' : 'NULL';
    return plain;
  };
  const compared = /^(==|!=|<=|>=|<|>)\s*([\s\S]+)$/.exec(text.trim());
  if (compared) return { role, text: `${name} ${compared[1] ?? ''} ${value(compared[2] ?? '')}` };
  const set = /^in\s*\[([^\]]*)\]$/.exec(text.trim());
  if (set) {
    const parts = (set[1] ?? '')
      .split(',')
      .map((part) => (/^\s*negative/i.test(part) ? `${name} < 0` : `${name} == ${value(part)}`));
    return { role, text: parts.join(' || ') };
  }
  return { role, text };
}

function balancedEnd(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at >= 0 && at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
    } else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return text.length;
}
