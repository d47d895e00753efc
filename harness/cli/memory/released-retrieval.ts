import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { KenError } from '../../../ken/errors.ts';
import type { JudgedRequest, RetrievalQuality } from '../../../ken/memory/retrieval-quality.ts';
import type { TrainPair } from '../../../ken/memory/train-pair.ts';
import { fingerprintOf, jaccard } from '../../../dataset-builder/pairs/similarity/program-similarity.ts';

/**
 * The released pairs as they were retrieved from (`dataset/bpftrace/examples.json`), the released requests that have a
 * same-task tool among them, and how often the released logs show that tool among the two that were retrieved.
 */
export async function readReleasedRetrieval(
  folder: string,
): Promise<{ pairs: TrainPair[]; requests: JudgedRequest[]; recorded: Record<string, RetrievalQuality> }> {
  const read = async (...parts: string[]): Promise<string> =>
    readFile(path.join(folder, ...parts), 'utf8').catch((cause: unknown) => {
      throw new KenError('usage', `${path.join(folder, ...parts)} cannot be read`, {
        cause,
        hint: 'Give the folder of the released files: it holds dataset/ and evaluation/.',
      });
    });
  const examples = examplesSchema.parse(JSON.parse(await read('dataset', 'bpftrace', 'examples.json'))).data;
  const outputs = outputsSchema.parse(JSON.parse(await read('dataset', 'bpftrace', 'output.json')));
  const prompts = (await read('evaluation', 'test_cases.txt')).trim().split('\n');
  const pairs = examples.map(({ content }, index) => pairOf(content, index, outputs));
  const requests = Object.entries(sameTask).map(([line, tools]): JudgedRequest => ({
    id: `line ${line}`,
    prompt: prompts[Number(line) - 1] ?? '',
    framework: 'bpftrace',
    relevant: pairs.filter(({ id }) => tools.includes(toolOf(id))).map(({ id }) => id),
  }));
  const recorded: Record<string, RetrievalQuality> = {};
  for (const part of ['records', 'variabilty']) {
    for (const file of (await readdir(path.join(folder, 'evaluation', part))).sort()) {
      if (!file.endsWith('.json')) continue;
      const quality = recordedQuality(objectsIn(await read('evaluation', part, file)), pairs, requests);
      if (quality) recorded[`${part}/${file}`] = quality;
    }
  }
  return { pairs, requests, recorded };
}

/** Lines of the released test set with the tools of the released train set that do the same, as people judged them. */
const sameTask: Readonly<Record<string, readonly string[]>> = {
  14: ['opensnoop'],
  18: ['dcsnoop'],
  19: ['mdflush'],
  20: ['runqlat'],
  21: ['runqlen'],
  22: ['threadsnoop'],
  26: ['biosnoop', 'biolatency', 'biolatency-kp'],
  28: ['capable'],
  31: ['killsnoop'],
  35: ['syncsnoop'],
  38: ['swapin'],
  39: ['tcpconnect'],
  40: ['xfsdist'],
};

const examplesSchema = z.object({ data: z.array(z.object({ content: z.string() })) });
const outputsSchema = z.array(z.object({ bpf: z.string() }));

/** The two files describe the same programs in different words; the tool's name stands in the header of one of them. */
function pairOf(content: string, index: number, outputs: readonly { bpf: string }[]): TrainPair {
  const [request = '', program = ''] = content.split('```');
  const shingles = fingerprintOf({ framework: 'bpftrace', text: program }, []).shingles;
  let name = 'unknown';
  let best = 0;
  for (const { bpf } of outputs) {
    const similarity = jaccard(shingles, fingerprintOf({ framework: 'bpftrace', text: bpf }, []).shingles);
    if (similarity <= best) continue;
    best = similarity;
    name = /^\s*\/?\*+\s*([a-z][\w-]*?)(?:\.bt)?\s/m.exec(bpf.replace(/^\/\*\s*$/m, ''))?.[1] ?? 'unknown';
  }
  return {
    id: `${name}#${index}`,
    prompt: collapsed(request.replace(/^example:\s*/, '')),
    program,
    framework: 'bpftrace',
    source: 'released dataset',
  };
}

const toolOf = (id: string): string => id.split('#')[0] ?? '';
const collapsed = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Null when the log holds no prompts with retrieved pairs. */
function recordedQuality(
  records: readonly { prompt?: string }[],
  pairs: readonly TrainPair[],
  requests: readonly JudgedRequest[],
): RetrievalQuality | null {
  const missed: RetrievalQuality['missed'] = [];
  let reciprocal = 0;
  let seen = 0;
  // Some logs lack a record: the request itself tells which prompt is its own.
  const prompts = records.map((record) => collapsed(record.prompt ?? ''));
  for (const { id, prompt: asked, relevant } of requests) {
    const prompt = prompts.find((text) => text.includes(collapsed(asked))) ?? '';
    const shown = pairs
      .map((pair) => ({ id: pair.id, at: prompt.indexOf(pair.prompt) }))
      .filter(({ at }) => at >= 0)
      .sort((left, right) => left.at - right.at)
      .map((found) => found.id);
    if (shown.length === 0) continue;
    seen += 1;
    const rank = shown.findIndex((pair) => relevant.includes(pair)) + 1;
    if (rank > 0) reciprocal += 1 / rank;
    if (rank === 0 || rank > 2) missed.push({ id, rank: rank === 0 ? null : rank, first: shown.slice(0, 2) });
  }
  if (seen < requests.length) return null;
  return { requests: seen, hitAtTwo: (seen - missed.length) / seen, meanReciprocalRank: reciprocal / seen, missed };
}

/** The released logs are JSON objects one after another, some of them cut: those that are whole. */
function objectsIn(text: string): { prompt?: string }[] {
  const found: { prompt?: string }[] = [];
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
      continue;
    }
    if (character === '"') inString = true;
    else if (character === '{') {
      if (depth === 0) start = at;
      depth += 1;
    } else if (character === '}') {
      depth -= 1;
      if (depth === 0) found.push(recordOf(text.slice(start, at + 1)));
    }
  }
  return found;
}

/** A damaged object counts as one without a prompt, so that the others keep their places. */
function recordOf(text: string): { prompt?: string } {
  try {
    const { prompt } = z.object({ prompt: z.string().optional() }).parse(JSON.parse(text));
    return prompt === undefined ? {} : { prompt };
  } catch {
    return {};
  }
}
