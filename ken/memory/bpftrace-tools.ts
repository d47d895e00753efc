import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { KenError, quote } from '../errors.ts';
import type { TrainPair } from './train-pair.ts';

export interface ToolsTrainSet {
  pairs: TrainPair[];
  /** Files that gave no pair, with the reason. */
  skipped: { file: string; reason: string }[];
}

/**
 * The small built-in training set: the tools that the bpftrace package installs, read at run time. The request is the
 * description in a tool's own header comment; licence header and `#!` line are left out of the program, and its
 * copyright lines are kept in `source`.
 *
 * @param folder holds the `*.bt` files. Throws `KenError('image')` when it cannot be read or has none.
 */
export async function readBpftraceTools(folder: string): Promise<ToolsTrainSet> {
  const files = (await listFolder(folder)).filter((file) => file.endsWith('.bt')).sort();
  if (files.length === 0) {
    throw new KenError('image', `No bpftrace tools (*.bt) in ${quote(folder)}`, {
      hint: 'Build the guest image again.',
    });
  }
  const result: ToolsTrainSet = { pairs: [], skipped: [] };
  for (const file of files) {
    const pair = toolPair(file, await readFile(path.join(folder, file), 'utf8'));
    if (typeof pair === 'string') result.skipped.push({ file, reason: pair });
    else result.pairs.push(pair);
  }
  return result;
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw new KenError('image', `The folder of bpftrace tools ${quote(folder)} cannot be read`, {
      hint: 'Build the guest image first.',
      cause: error,
    });
  }
}

/** A training pair, or the reason why the file is none. */
export function toolPair(file: string, text: string): TrainPair | string {
  const name = file.replace(/\.bt$/, '');
  const header = /^(?:#![^\n]*\n)?\s*\/\*([\s\S]*?)\*\//.exec(text);
  if (!header) return 'it does not begin with a header comment';
  const lines = (header[1] ?? '').split('\n').map((line) => line.replace(/^\s*\*?\s*/, '').trimEnd());
  const prompt = description(name, lines);
  if (!prompt) return 'its header comment has no description';
  const program = text.slice(header[0].length).trim();
  if (program === '') return 'it holds nothing but a comment';
  const copyright = lines.filter((line) => /^copyright\b/i.test(line));
  const licence = lines.some((line) => /Apache License, Version 2\.0|Apache-2\.0/.test(line))
    ? 'Apache-2.0'
    : undefined;
  return {
    id: `bpftrace-tools/${name}`,
    prompt,
    program,
    framework: 'bpftrace',
    source: [`bpftrace tool ${file}`, ...copyright].join('; '),
    ...(licence ? { licence } : {}),
  };
}

/** `name.bt  Does this.`, perhaps wrapped; the line about Linux that many tools have is not part of it. */
function description(name: string, lines: readonly string[]): string {
  const start = lines.findIndex((line) => line !== '');
  if (start === -1) return '';
  const paragraph: string[] = [];
  for (const line of lines.slice(start)) {
    if (line === '' || /^(For Linux|USAGE|Copyright)\b/i.test(line)) break;
    paragraph.push(line);
  }
  const [first = '', ...rest] = paragraph;
  // A variant of a tool may keep the name of the original in its header.
  const named = /^[\w-]+\.bt\b/.exec(first)?.[0] ?? (first.startsWith(name) ? name : '');
  return [first.slice(named.length).replace(/^\s*-?\s*/, ''), ...rest].join(' ').trim();
}
