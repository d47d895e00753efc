import { createHash } from 'node:crypto';
import path from 'node:path';
import type { DescriptionCandidate } from '../describe/candidate.ts';
import { describeProgram } from '../describe/describe-program.ts';
import { oneLiners } from '../describe/one-liners.ts';
import type { Collection } from '../sources/source-file.ts';
import { matchesPattern } from '../sources/match-pattern.ts';
import type { Refusal, SourceTree } from '../sources/source-tree.ts';
import { bpftraceFacts } from './bpftrace-facts.ts';
import type { ExtractedProgram } from './extracted-program.ts';
import { inlineHeaders } from './inline-headers.ts';
import { leadingComment } from './leading-comment.ts';
import { libbpfFacts } from './libbpf-facts.ts';
import { noticesOf, statedLicence } from './stated-licence.ts';

export interface Extracted {
  program: ExtractedProgram;
  descriptions: DescriptionCandidate[];
}

export interface CollectionContent {
  entries: Extracted[];
  refused: Refusal[];
}

/** Every program of a collection with all its descriptions; files are read in sorted order. */
export async function extractCollection(tree: SourceTree, collection: Collection): Promise<CollectionContent> {
  const { files, refused } = await tree.list(collection.files);
  const content: CollectionContent = { entries: [], refused: [...refused] };
  const chosen = files.slice(0, programLimit);
  if (files.length > chosen.length) {
    content.refused.push(refusal('.', `${files.length} files match, more than ${programLimit}`).refused);
  }
  for (const file of chosen) {
    if (collection.leaveOut.some((pattern) => matchesPattern(file, pattern))) continue;
    const read = strangeName.test(file) ? refusal(file, 'its name holds control characters') : await tree.read(file);
    if ('refused' in read) content.refused.push(read.refused);
    // It was listed: what the listing calls it is not its name.
    if ('missing' in read) content.refused.push(refusal(file, 'its name is not valid UTF-8').refused);
    if (!('text' in read)) continue;
    try {
      if (collection.form === 'one-liners') content.entries.push(...fromDocument(file, read.text));
      else {
        const { entry, problems } = await fromProgramFile(tree, collection, file, read.text);
        content.refused.push(...problems);
        content.entries.push(entry);
      }
    } catch (error) {
      // Such as a nesting that no parser survives; the other files are none the worse.
      content.refused.push(refusal(file, `it cannot be read as a program: ${String(error).slice(0, 200)}`).refused);
    }
  }
  return content;
}

/** The largest collection of the measured sources has 1,500 files. */
const programLimit = 10_000;

/** Control, direction and zero-width characters, and what stands for bytes that are no UTF-8. */
const strangeName = /[\p{Cc}\p{Cf}]/u;

function refusal(file: string, reason: string): { refused: Refusal } {
  return { refused: { file, reason } };
}

async function fromProgramFile(
  tree: SourceTree,
  collection: Collection,
  file: string,
  original: string,
): Promise<{ entry: Extracted; problems: Refusal[] }> {
  const { framework } = collection;
  const name = nameOf(file, collection);
  const header = leadingComment(original);
  const selfContained =
    framework === 'libbpf'
      ? await inlineHeaders(tree, file, header.rest, collection.headers)
      : { text: header.rest, headers: [], refused: [] };
  const described = await describeProgram(tree, { name, file, original }, collection.descriptions);
  const program: ExtractedProgram = {
    framework,
    name,
    file,
    lines: { first: 1, last: original.split('\n').length },
    fileSha256: sha256(original),
    text: selfContained.text,
    headers: selfContained.headers,
    fileLicence: statedLicence(original),
    notices: noticesOf(header.lines),
    facts: framework === 'bpftrace' ? bpftraceFacts(selfContained.text) : await libbpfFacts(selfContained.text),
  };
  return {
    entry: { program, descriptions: described.candidates },
    problems: [...selfContained.refused, ...described.refused],
  };
}

function fromDocument(file: string, text: string): Extracted[] {
  return oneLiners(text).map(({ program, description, lines }) => ({
    program: {
      framework: 'bpftrace',
      name: `${path.posix.basename(file).replace(/\.\w+$/, '')}-${sha256(program).slice(0, 8)}`,
      file,
      lines,
      fileSha256: sha256(text),
      text: program,
      headers: [],
      fileLicence: null,
      notices: [],
      facts: bpftraceFacts(program),
    },
    descriptions: [{ text: description, rule: 'text-before', file, lines }],
  }));
}

function nameOf(file: string, { suffixes, named }: Collection): string {
  if (named === 'folder') return path.posix.basename(path.posix.dirname(file));
  const base = path.posix.basename(file);
  const suffix = suffixes.find((end) => base.endsWith(end)) ?? '';
  return base.slice(0, base.length - suffix.length);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
