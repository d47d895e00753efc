import type { Program } from '../../../ken/program.ts';
import { bpftraceFacts } from '../extract/bpftrace-facts.ts';
import { libbpfFacts } from '../extract/libbpf-facts.ts';
import { fingerprintOf, hookContainment, type Fingerprint } from '../similarity/program-similarity.ts';
import { compare, thresholds } from '../similarity/relations.ts';
import { textCosine } from '../similarity/text-cosine.ts';

/** A request of the test set with its right answers. */
export interface AuditedRequest {
  id: string;
  prompt: string;
  programs: readonly Program[];
}

/** A request and a program that a model may be shown: a training pair or a fixed example. */
export interface ShownPair extends Program {
  id: string;
  /** Every text that is known for it: the request and other descriptions. */
  prompts: readonly string[];
}

/** `same-task`: asks for the same thing at the same hooks. `near`: the same words, the same hooks or a related program. */
export type Leak = 'same-task' | 'near' | 'none';

export interface LeakNeighbour {
  id: string;
  leak: Leak;
  /** TF-IDF cosine of the request and the pair's nearest text. */
  prompt: number;
  /** Jaccard of the token shingles, of the nearest right answer in the same framework. */
  shingles: number;
  /** Share of the smaller hook set that lies within the other, of the nearest right answer in any framework. */
  hooks: number;
}

export interface LeakReport {
  id: string;
  leak: Leak;
  /** The most similar pairs, most telling first. */
  nearest: LeakNeighbour[];
}

const shown = 3;

/** For each request what a model may have been shown of it; deterministic, in the order of the requests. */
export async function auditLeaks(
  requests: readonly AuditedRequest[],
  pairs: readonly ShownPair[],
): Promise<LeakReport[]> {
  const cosine = textCosine([...pairs.flatMap(({ prompts }) => prompts), ...requests.map(({ prompt }) => prompt)]);
  const known = await Promise.all(pairs.map(async (pair) => ({ pair, fingerprint: await fingerprint(pair) })));
  const reports: LeakReport[] = [];
  for (const { id, prompt, programs } of requests) {
    const answers = await Promise.all(
      programs.map(async (program) => ({ program, fingerprint: await fingerprint(program) })),
    );
    const neighbours = known.map(({ pair, fingerprint: theirs }): LeakNeighbour => {
      const words = Math.max(
        0,
        ...pair.prompts.flatMap((text) => [cosine(prompt, text), cosine(firstSentence(prompt), text)]),
      );
      const comparisons = answers.map((answer) => ({
        ...compare(answer.fingerprint, theirs),
        within: hookContainment(answer.fingerprint.hooks, theirs.hooks),
        sameFramework: answer.program.framework === pair.framework,
      }));
      const ours = comparisons.filter(({ sameFramework }) => sameFramework);
      const shingles = Math.max(0, ...ours.map((comparison) => comparison.shingles));
      const hooks = Math.max(0, ...comparisons.map(({ within }) => within));
      const related = ours.filter(({ relation }) => relation !== 'none');
      const sameTool = related.some((comparison) => comparison.hooks >= thresholds.related.hooks);
      const leak = leakOf({ words, hooks, sameTool, related: related.length > 0 });
      return { id: pair.id, leak, prompt: rounded(words), shingles: rounded(shingles), hooks: rounded(hooks) };
    });
    const nearest = neighbours.sort(mostTellingFirst).slice(0, shown);
    reports.push({ id, leak: nearest[0]?.leak ?? 'none', nearest });
  }
  return reports;
}

/**
 * The thresholds are those of duplicates and groups; the one of the cosine was measured on 40 requests with known
 * neighbours. A pair with the request's very words is the same task even where it looks from another place.
 */
function leakOf(found: { words: number; hooks: number; sameTool: boolean; related: boolean }): Leak {
  const sameWords = found.words >= thresholds.description;
  const sameHooks = found.hooks >= thresholds.related.hooks;
  if (found.sameTool || found.words >= sameWording || (sameWords && (sameHooks || found.related))) return 'same-task';
  return sameWords || sameHooks || found.related ? 'near' : 'none';
}

const sameWording = 0.8;

const rank: Record<Leak, number> = { 'same-task': 0, near: 1, none: 2 };

function mostTellingFirst(left: LeakNeighbour, right: LeakNeighbour): number {
  const weight = ({ prompt, shingles, hooks }: LeakNeighbour): number => prompt + shingles + hooks;
  return rank[left.leak] - rank[right.leak] || weight(right) - weight(left) || (left.id < right.id ? -1 : 1);
}

async function fingerprint(program: Program): Promise<Fingerprint> {
  const facts = program.framework === 'bpftrace' ? bpftraceFacts(program.text) : await libbpfFacts(program.text);
  return fingerprintOf(program, facts.hooks);
}

function firstSentence(text: string): string {
  return /^[\s\S]*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
