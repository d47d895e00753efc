import { maskedCode } from './lexical-regions.ts';
import { topLevelItems, type TopLevelItem } from './top-level.ts';

/**
 * Mends what bpftrace 0.23 refuses in a script written for an older bpftrace for reasons of the language only. It reads
 * bpftrace's own messages, so nothing is changed that was not refused:
 * a variable first assigned in a nested block and used outside it (block scope since 0.22) is declared at the top of its
 * action block; a variable that gets a wider integer than its first value is given that width at once.
 * Null when the log names nothing of the kind. The gate never applies this.
 */
export function repairLanguageDrift(text: string, log: string): { text: string; repairs: string[] } | null {
  const repairs: string[] = [];
  let mended = text;
  for (const name of new Set(matches(log, /Undefined or undeclared variable: \$(\w+)/g))) {
    mended = declareAtTop(mended, name, repairs);
  }
  for (const message of log.matchAll(
    /Integer size mismatch\. Assignment type '(u?int\d+)' is larger than[^\n]*\n([^\n]*)(?:\n( *)~)?/g,
  )) {
    mended = widen(mended, message[1] ?? '', message[2] ?? '', message[3]?.length ?? 0, repairs);
  }
  return repairs.length > 0 ? { text: mended, repairs } : null;
}

function declareAtTop(text: string, name: string, repairs: string[]): string {
  const code = maskedCode(text);
  const assigned = new RegExp(`\\$${name}\\s*(?:[-+*/%&|^]|<<|>>)?=(?!=)`);
  const declared = new RegExp(`\\blet\\s+\\$${name}\\b`);
  let result = text;
  for (const { blockStart, blockEnd } of blocks(text, code).reverse()) {
    const block = code.slice(blockStart, blockEnd);
    if (!assigned.test(block) || declared.test(block)) continue;
    result = `${result.slice(0, blockStart + 1)} let $${name};${result.slice(blockStart + 1)}`;
    repairs.unshift(
      `Declared $${name} at the top of its action block (variables have block scope since bpftrace 0.22).`,
    );
  }
  return result;
}

/** The first plain assignment of the variable that is assigned at the refused column gets a cast to the wider type. */
function widen(text: string, type: string, refusedLine: string, column: number, repairs: string[]): string {
  const code = maskedCode(text);
  const refused = /\$(\w+)\s*=(?!=)/.exec(refusedLine.slice(column));
  const name = refused?.[1];
  const indent = refusedLine.length - refusedLine.trimStart().length;
  const line = text.indexOf(refusedLine.trim()) - indent + column + (refused?.index ?? 0);
  const block = blocks(text, code).find(({ blockStart, blockEnd }) => line >= blockStart && line < blockEnd);
  if (name === undefined || !text.includes(refusedLine.trim()) || !block) return text;
  const assignment = new RegExp(`\\$${name}\\s*=(?!=)\\s*([^;}]*)`, 'g');
  assignment.lastIndex = block.blockStart;
  const found = assignment.exec(code);
  if (!found || found.index >= block.blockEnd) return text;
  const value = found[1] ?? '';
  const valueStart = found.index + found[0].length - value.length;
  const valueEnd = valueStart + value.trimEnd().length;
  if (text.slice(valueStart, valueEnd).startsWith(`(${type})`)) return text;
  repairs.push(`Gave $${name} the type ${type} at its first assignment (older versions widened it without asking).`);
  return `${text.slice(0, valueStart)}(${type})(${text.slice(valueStart, valueEnd)})${text.slice(valueEnd)}`;
}

function blocks(text: string, code: string): TopLevelItem[] {
  return topLevelItems(text, code).filter(({ kind }) => kind === 'probe');
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}
