import type { Decision } from '../../curation/decision.ts';
import { replayDecisions } from '../../curation/replay-decisions.ts';
import { createHash } from 'node:crypto';
import { ungroundedWords } from '../describe/grounded.ts';
import { vagueness } from '../describe/vague.ts';
import { pinOf } from '../sources/source-file.ts';
import { choosePrompt } from './choose-prompt.ts';
import type { CollectedProgram } from './collect-programs.ts';
import { groupPrograms } from './group-programs.ts';
import { mergeDuplicates, type MergedProgram } from './merge-duplicates.ts';
import type { Pair, Prompt, Validation } from './pair.ts';
import type { WrittenPrompt } from './written-prompts.ts';

export interface BuildInput {
  programs: readonly CollectedProgram[];
  /** Requests written for the dataset or by a model, by the entry's id. */
  written: ReadonlyMap<string, readonly WrittenPrompt[]>;
  /** Outcomes of the gate, by the SHA-256 of the program's text. */
  validations: ReadonlyMap<string, readonly Validation[]>;
  decisions: readonly Decision[];
}

/** The dataset, sorted by id: the same input gives the same entries, whatever the machine. */
export function buildPairs(input: BuildInput): { pairs: Pair[]; staleDecisions: Decision[] } {
  const merged = mergeDuplicates(input.programs, (text) => {
    const seen = input.validations.get(sha256(text)) ?? [];
    if (seen.some(({ verified }) => verified)) return 'verified';
    return seen.length === 0 ? 'unseen' : 'refused';
  });
  const groups = groupPrograms(merged);
  const drafts = merged.map((entry, index) => draft(entry, groups[index] ?? entry.id, input));
  const { pairs, stale } = replayDecisions(drafts, input.decisions);
  return { pairs: pairs.map(withSplit).sort((left, right) => (left.id < right.id ? -1 : 1)), staleDecisions: stale };
}

function draft({ id, kept, alternates }: MergedProgram, group: string, input: BuildInput): Pair {
  const { program, source, origin } = kept;
  const programSha256 = sha256(program.text);
  const { hooks, programs, maps, helpers, kernelLicence, syntaxProblem } = program.facts;
  return {
    id,
    framework: program.framework,
    prompt: null,
    chosen: null,
    prompts: promptsOf(id, kept, alternates, input.written.get(id) ?? []),
    program: program.text,
    programSha256,
    hooks,
    programs,
    maps,
    helpers,
    headers: program.headers,
    licence: { file: program.fileLicence, repository: source.licence, kernel: kernelLicence },
    provenance: {
      source: source.id,
      pin: pinOf(source),
      origin,
      file: program.file,
      lines: program.lines,
      fileSha256: program.fileSha256,
      notices: program.notices,
    },
    alternates: alternates.map(({ program: other, comparison }) => ({
      source: other.source.id,
      file: other.program.file,
      fileSha256: other.program.fileSha256,
      shingles: rounded(comparison.shingles),
      hooks: rounded(comparison.hooks),
    })),
    syntaxProblem,
    validation: [...(input.validations.get(programSha256) ?? [])],
    group,
    split: 'left-out',
    leftOut: [],
  };
}

function promptsOf(
  id: string,
  kept: CollectedProgram,
  alternates: MergedProgram['alternates'],
  written: readonly WrittenPrompt[],
): Prompt[] {
  const { program } = kept;
  const checked = (prompt: Pick<Prompt, 'text' | 'origin' | 'from'> & Partial<Prompt>): Prompt => ({
    ...prompt,
    vague: vagueness(prompt.text, program.name),
    ungrounded: ungroundedWords(prompt.text, program.text, program.facts.hooks),
  });
  const upstream = [kept, ...alternates.map((alternate) => alternate.program)].flatMap(({ source, descriptions }) =>
    descriptions.map(({ text, rule, file, lines }) =>
      checked({ text: asSentence(text), origin: 'upstream', from: `${source.id}:${file} (${rule})`, lines }),
    ),
  );
  const own = written.map(({ text, origin, from }) => checked({ text, origin, from: from ?? id }));
  const seen = new Set<string>();
  return [...own, ...upstream].filter(({ text, origin }) => {
    const key = `${origin} ${text}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The request that is chosen, and why an entry is not trained on. */
function withSplit(pair: Pair): Pair {
  const choice = choosePrompt(pair.prompts);
  const leftOut = [...pair.leftOut];
  if (!choice) leftOut.push(pair.prompts.length === 0 ? 'no description' : 'no description that states a task');
  if (pair.syntaxProblem !== null) leftOut.push(`it does not parse: ${pair.syntaxProblem}`);
  if (pair.licence.file === null && pair.licence.repository.spdx === 'NONE') leftOut.push('no licence is stated');
  if (pair.validation.length === 0) leftOut.push('no gate has seen it');
  else if (!pair.validation.some(({ verified }) => verified)) leftOut.push('no verifier has accepted it');
  return {
    ...pair,
    prompt: choice?.prompt ?? null,
    chosen: choice?.chosen ?? null,
    leftOut,
    split: leftOut.length === 0 ? 'train' : 'left-out',
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
