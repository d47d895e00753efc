import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Refusal, SourceTree } from '../sources/source-tree.ts';
import { usedItems } from './used-items.ts';

export interface SelfContained {
  text: string;
  headers: { file: string; sha256: string }[];
  refused: Refusal[];
}

/** Given to every program by the toolchain (ken/kernel/libbpf), so that they are not copied into it. */
const given =
  /^(?:vmlinux\.h|(?:uapi\/)?(?:linux|asm|asm-generic)\/.*|(?:bpf\/)?(?:bpf_helpers|bpf_helper_defs|bpf_tracing|bpf_core_read|bpf_endian|usdt\.bpf)\.h)$/;
const sizeLimit = 256 * 1024;

/**
 * Copies the headers of the source that a C text includes into it, each once, so that a pair's program is one file. What
 * the text does not use of them is left out (`used-items.ts`). Headers of the kernel and of libbpf stay `#include`s.
 */
export async function inlineHeaders(
  tree: SourceTree,
  file: string,
  text: string,
  folders: readonly string[],
): Promise<SelfContained> {
  const result: SelfContained = { text: '', headers: [], refused: [] };
  const seen = new Set<string>([file]);
  const known = new Map<string, string | null>();
  let bytes = text.length;
  const parts: Part[] = [];
  await expand(text, path.posix.dirname(file), 0, false);
  result.text = await joined(parts);
  return result;

  async function expand(part: string, folder: string, depth: number, header: boolean): Promise<void> {
    for (const line of part.split('\n')) {
      if (await expandLine(line, folder, depth)) continue;
      const last = parts.at(-1);
      if (last?.header === header) last.lines.push(line);
      else parts.push({ header, lines: [line] });
    }
  }

  /** True when the line was an include whose header was copied (now or earlier). */
  async function expandLine(line: string, folder: string, depth: number): Promise<boolean> {
    const name = /^\s*#\s*include\s*["<]([^">]+)[">]/.exec(line)?.[1];
    if (name === undefined || given.test(name)) return false;
    const found = await lookUp(name, line.includes('"') ? [folder, ...folders] : folders);
    if (!found) return false;
    if (seen.has(found.file)) return true;
    seen.add(found.file);
    bytes += found.text.length;
    if (depth > 8 || bytes > sizeLimit) {
      result.refused.push({ file: found.file, reason: 'the headers that a program includes are too many' });
      return false;
    }
    result.headers.push({ file: found.file, sha256: createHash('sha256').update(found.text).digest('hex') });
    await expand(withoutGuard(found.text), path.posix.dirname(found.file), depth + 1, true);
    return true;
  }

  async function lookUp(name: string, places: readonly string[]): Promise<{ file: string; text: string } | undefined> {
    for (const place of places) {
      const candidate = path.posix.normalize(path.posix.join(place, name));
      const text = known.has(candidate) ? known.get(candidate) : await readHeader(candidate);
      if (text !== undefined && text !== null) return { file: candidate, text };
    }
    return undefined;
  }

  /** Null when it is missing or refused; each file is read once. */
  async function readHeader(candidate: string): Promise<string | null> {
    const read = await tree.read(candidate);
    if ('refused' in read) result.refused.push(read.refused);
    const text = 'text' in read ? read.text : null;
    known.set(candidate, text);
    return text;
  }
}

interface Part {
  /** Copied from a header; the program's own lines otherwise. */
  header: boolean;
  lines: string[];
}

/** Later headers are trimmed first: what only they use of earlier ones goes with them. */
async function joined(parts: readonly Part[]): Promise<string> {
  const texts = parts.map(({ lines }) => lines.join('\n'));
  for (let index = parts.length - 1; index >= 0; index -= 1) {
    if (!parts[index]?.header) continue;
    const others = texts.filter((_, other) => other !== index).join('\n');
    texts[index] = await usedItems(texts[index] ?? '', others);
  }
  return texts.filter((text) => text.trim() !== '').join('\n');
}

/** An include guard would only be noise in a single file. */
function withoutGuard(text: string): string {
  const guard = /^\s*#\s*ifndef\s+(\w+)\s*\n\s*#\s*define\s+\1\b[^\n]*\n/m.exec(text);
  const end = text.lastIndexOf('#endif');
  if (!guard || end < guard.index) return text.replace(/^\s*#\s*pragma\s+once\s*$/m, '');
  return (
    text.slice(0, guard.index) +
    text.slice(guard.index + guard[0].length, end) +
    text.slice(end).replace(/^#endif[^\n]*/, '')
  );
}
