import { constants } from './constants.ts';
import { lexicalRegions, maskedCode } from './lexical-regions.ts';
import { topLevelItems } from './top-level.ts';

export interface NormalisedScript {
  text: string;
  /** One sentence for each change. */
  changes: string[];
  /** Line of the author's text for a line of `text`; both from 1. */
  originalLine: (line: number) => number;
}

/**
 * Fits a bpftrace script to a guest without kernel headers: `#include`s of kernel and C library headers go (types come
 * from BTF), and constants that those headers gave as macros are defined when the script uses and does not define them.
 * A script that hides probes that cannot be attached is told to warn. Strings and comments are never touched, and an
 * `#include` in a place where bpftrace refuses one stays.
 */
export function normaliseScript(text: string): NormalisedScript {
  const code = maskedCode(text);
  const preambleEnd = topLevelItems(text, code).find(({ kind }) => kind !== 'definition')?.start ?? text.length;
  const changes: string[] = [];
  let kept = '';
  for (const { kind, start, end } of lexicalRegions(text)) {
    const part = text.slice(start, end);
    const header = kind === 'directive' && start < preambleEnd ? systemHeader(part) : null;
    kept += header === null ? part : part.replace(/[^\n]/g, '');
    if (header !== null) changes.push(`Dropped #include <${header}>: types come from the kernel's BTF.`);
  }
  const defined = changes.length > 0 ? missingConstants(text, code) : [];
  for (const [name, value] of defined) changes.push(`Defined ${name} as ${value}, which a dropped header gave.`);
  const audible = warnOfMissingProbes(kept);
  if (audible !== kept) changes.push('Set missing_probes to "warn", so that a probe that does not attach is seen.');
  const shebang = /^#!.*\n/.exec(audible)?.[0] ?? '';
  const before = shebang === '' ? 0 : 1;
  const lines = defined.map(([name, value]) => `#define ${name} ${value}\n`);
  return {
    text: shebang + lines.join('') + audible.slice(shebang.length),
    changes,
    originalLine: (line) => (line <= before ? line : Math.max(before + 1, line - lines.length)),
  };
}

/** Roots of the kernel's own headers and of the C library's that scripts include. */
const systemRoots = /^(linux|uapi|asm|asm-generic|net|netinet|sys|bits|arpa|trace|scsi|block|kvm|rdma|crypto|drm)\//;
const libraryHeaders = /^(errno|fcntl|signal|stdbool|stddef|stdint|stdio|stdlib|string|time|unistd|sched)\.h$/;

function systemHeader(directive: string): string | null {
  const name = /^#\s*include\s*(?:<([^>\n]+)>|"([^"\n]+)")/.exec(directive);
  const header = (name?.[1] ?? name?.[2] ?? '').trim();
  return systemRoots.test(header) || libraryHeaders.test(header) ? header : null;
}

function missingConstants(text: string, code: string): [string, number][] {
  const directives = lexicalRegions(text)
    .filter(({ kind }) => kind === 'directive')
    .map(({ start, end }) => text.slice(start, end));
  const own = new Set(directives.map((line) => /^#\s*define\s+(\w+)/.exec(line)?.[1]));
  const macros = directives.filter((line) => /^#\s*define/.test(line)).join('\n');
  const used = new Set(`${code}\n${macros}`.match(/(?<![\w$@.>])[A-Z_][A-Z0-9_]+\b/g) ?? []);
  return [...constants].filter(([name]) => used.has(name) && !own.has(name));
}

function warnOfMissingProbes(text: string): string {
  const code = maskedCode(text);
  let result = text;
  for (const item of topLevelItems(text, code)) {
    if (item.kind !== 'config') continue;
    const block = text.slice(item.blockStart, item.blockEnd);
    const quiet = block.replace(/(missing_probes\s*=\s*)("?)ignore\2/g, (_all, head: string, mark: string) => {
      return `${head}${mark}warn${mark}`.padEnd(head.length + 6 + mark.length * 2);
    });
    result = result.slice(0, item.blockStart) + quiet + result.slice(item.blockEnd);
  }
  return result;
}
