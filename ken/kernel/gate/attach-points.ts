import { maskedCode } from '../normalise/lexical-regions.ts';
import { topLevelItems } from '../normalise/top-level.ts';

/** One attach point of a bpftrace script. */
export interface AttachPoint {
  /** As written, without blanks and comments: `tracepoint:sched:sched_switch`, `uprobe:/bin/bash:readline`, `BEGIN`. */
  name: string;
  /** Line of its first character, from 1. */
  line: number;
  /** Number of the probe (the list it belongs to), from 0. */
  probe: number;
  /** True when it may match several places. */
  wildcard: boolean;
}

/**
 * The attach points of a script in source order. It reads any text: what is not a probe is left out, and a script that
 * bpftrace would refuse gives what can be read of it.
 */
export function attachPoints(text: string): AttachPoint[] {
  const code = maskedCode(text);
  const probes = topLevelItems(text, code).filter((item) => item.kind === 'probe');
  return probes.flatMap((item, probe) => {
    const end = predicateStart(code, item.start, item.blockStart);
    return splitList(code, item.start, end).flatMap(([start, stop]) => {
      const name = nameOf(text, code, start, stop);
      if (name === '') return [];
      return [{ name, line: lineAt(text, start), probe, wildcard: name.includes('*') || /\[[^\]]*\]/.test(name) }];
    });
  });
}

/**
 * A predicate opens with a `/` that does not continue an attach point: bpftrace reads `:name/rest` as one path, so a
 * `/` is a predicate only after a blank, a comma, a quote or an attach point without `:` (`BEGIN/1/`).
 */
function predicateStart(code: string, start: number, end: number): number {
  let quoted = false;
  let inPoint = false;
  for (let index = start; index < end; index += 1) {
    const character = code[index] ?? '';
    if (character === '"') quoted = !quoted;
    if (quoted) continue;
    if (character === ':') inPoint = true;
    else if (/[\s,]/.test(character)) inPoint = inPoint && continuesAfterBlank(code, index, end);
    else if (character === '/' && !inPoint) return index;
  }
  return end;
}

/** `interval : s : 1` is one attach point: blanks around `:` do not end it. */
function continuesAfterBlank(code: string, at: number, end: number): boolean {
  const before = code.slice(0, at).trimEnd().at(-1);
  return before === ':' || /^\s*:/.test(code.slice(at, end));
}

function splitList(code: string, start: number, end: number): [number, number][] {
  const parts: [number, number][] = [];
  let from = start;
  let quoted = false;
  for (let index = start; index <= end; index += 1) {
    if (index < end && code[index] === '"') quoted = !quoted;
    if (index < end && (quoted || code[index] !== ',')) continue;
    const blank = /^\s*/.exec(code.slice(from, index))?.[0].length ?? 0;
    if (from + blank < index) parts.push([from + blank, index]);
    from = index + 1;
  }
  return parts;
}

/** The original characters where the masked text holds code or a string; blanks and quotes are left out. */
function nameOf(text: string, code: string, start: number, stop: number): string {
  let name = '';
  let quoted = false;
  for (let index = start; index < stop; index += 1) {
    if (code[index] === '"') quoted = !quoted;
    else if (quoted || !/\s/.test(code[index] ?? '')) name += text[index] ?? '';
  }
  return name;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let index = text.indexOf('\n'); index >= 0 && index < offset; index = text.indexOf('\n', index + 1)) line += 1;
  return line;
}
