import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KenError } from '../../ken/errors.ts';
import { cellKey, sha256 } from '../record/cell-key.ts';
import { canonicalJson } from '../record/canonical-json.ts';
import { readManifest, type Exposure, type Manifest } from '../record/manifest.ts';
import { finishedCells } from '../record/read-records.ts';
import { RunFolder, type FinishedCell } from '../record/run-folder.ts';
import type { Transcript } from '../record/transcript.ts';
import type { ReleasedAnswer, ReleasedFile } from './released-answer.ts';
import type { TestPrompt } from './test-prompts.ts';
import { noSeconds } from '../record/record.ts';

export interface ImportOptions {
  resultsFolder: string;
  prompts: readonly TestPrompt[];
  /** Request number -> our case. Requests without a case are imported too, as `upstream-NN`. */
  cases: ReadonlyMap<number, { id: string; exposure: Exposure }>;
  now: () => Date;
}

/** A run that holds one released file. `state` is `unchanged` when an earlier import had finished it. */
export interface ImportedRun {
  run: string;
  path: string;
  state: 'imported' | 'unchanged';
  records: number;
}

/**
 * Makes a run of a released file, in the format of every other run: a cell for each answer, judged by nobody yet, with
 * what upstream said beside it. The name of the run holds a hash of the content, so that the same import again changes
 * nothing, and one that was interrupted goes on.
 */
export async function importReleasedFile(released: ReleasedFile, options: ImportOptions): Promise<ImportedRun> {
  const manifest = manifestOf(released, options);
  const path = join(options.resultsFolder, manifest.run);
  const exists = await runExists(path);
  if (exists && (await readManifest(path)).planHash !== manifest.planHash) {
    throw new KenError('storage', `the run ${path} holds another import`, { hint: 'Move it away and import again.' });
  }
  const before = exists ? await finishedCells(path) : new Map<string, unknown>();
  const missing = released.answers
    .map((answer) => ({ answer, key: keyOf(released, answer) }))
    .filter(({ key }) => !before.has(key));
  const done = { run: manifest.run, path, records: released.answers.length };
  if (exists && missing.length === 0) return { ...done, state: 'unchanged' };
  const run = exists ? await RunFolder.open(path) : await RunFolder.create(options.resultsFolder, manifest);
  try {
    // One at a time would wait for the disk 40 times; the log shares one sync among all that are in flight.
    await Promise.all(
      missing.map(({ answer, key }) => run.finishCell(cellOf(released, answer, key, options), transcriptOf(answer))),
    );
  } finally {
    await run.close();
  }
  return { ...done, state: 'imported' };
}

/** The name under which every released model is listed: the text was made elsewhere, in 2023. */
export function releasedModelName(model: string): string {
  return `${model} (released)`;
}

function manifestOf(released: ReleasedFile, options: ImportOptions): Manifest {
  const { file, experiment, answers } = released;
  const cases = options.prompts.map(({ number, text }) => {
    return { id: caseIdOf(number, options), hash: sha256(text), prompt: text, upstreamPrompt: number };
  });
  const content = answers.map(({ prompt, program, returnCode, label }) => [
    prompt.number,
    program,
    returnCode,
    label ?? null,
  ]);
  const planHash = sha256(canonicalJson({ file, experiment: { ...experiment }, cases, content }));
  const slug = file.replace(/\.json$/, '').replace(/[^A-Za-z0-9.]+/g, '-');
  const { configuration, model, trial } = experiment;
  return {
    v: 1,
    run: `upstream-${slug}-${planHash.slice(0, 6)}`,
    experiment: `upstream ${file}`,
    description: `Released by the paper's authors in evaluation/${file}: ${configuration}, ${model}, trial ${trial}`,
    kind: 'import',
    createdAt: options.now().toISOString(),
    planHash,
    plannedCells: answers.length,
    partial: false,
    seed: 0,
    trials: 1,
    cases: cases.map((entry) => ({ ...entry, ...options.cases.get(entry.upstreamPrompt)?.exposure })),
    configurations: [{ name: configuration }],
    models: [{ name: releasedModelName(model), kind: 'replay', identity: { adapter: 'upstream', model, file } }],
    promptVersion: 'upstream',
    toolchain: null,
    provenance: {
      source: 'eunomia-bpf/KEN on GitHub, MIT licence',
      file: `evaluation/${file}`,
      rowsRead: released.rowsRead,
      rowsUnusable: released.unusable.length,
      remarks: released.remarks.length,
    },
  };
}

function keyOf(released: ReleasedFile, answer: ReleasedAnswer): string {
  const { configuration, model, trial } = released.experiment;
  return cellKey({
    caseHash: sha256(answer.prompt.text),
    configuration: { name: configuration, file: released.file, row: answer.row },
    model: { name: releasedModelName(model) },
    promptVersion: 'upstream',
    toolchain: null,
    trial,
  });
}

function cellOf(released: ReleasedFile, answer: ReleasedAnswer, key: string, options: ImportOptions): FinishedCell {
  const { configuration, model, trial } = released.experiment;
  const { passed, returnCode, label } = answer;
  return {
    key,
    status: 'done',
    outcome: 'unjudged',
    case: caseIdOf(answer.prompt.number, options),
    framework: answer.program.framework,
    configuration,
    model: releasedModelName(model),
    modelKind: 'replay',
    trial,
    gate: null,
    judgement: null,
    attempts: answer.attempt,
    verdict: null,
    seconds: noSeconds,
    tokens: null,
    recorded: true,
    programHash: sha256(answer.program.text),
    promptVersion: 'upstream',
    toolchain: null,
    upstream: { passed, returnCode, ...(label !== undefined && { label }) },
    finishedAt: options.now().toISOString(),
  };
}

/** Only the last attempt was recorded. Its output may be megabytes: the beginning of it shows what the authors saw. */
function transcriptOf(answer: ReleasedAnswer): Omit<Transcript, 'v' | 'key'> {
  const { program, recordedPrompt } = answer;
  const reply = { text: program.text, finishReason: null, usage: null, seconds: 0, retries: [], recorded: true };
  return {
    prompt: answer.prompt.text,
    attempts: [
      {
        number: answer.attempt,
        messages: recordedPrompt === undefined ? [] : [{ role: 'user', content: cut(recordedPrompt) }],
        reply,
        candidate: program,
        retrieved: [],
        gate: null,
        seconds: noSeconds,
      },
    ],
    verified: answer.passed ? program : null,
    judge: null,
    imported: [
      { title: 'source', text: sourceOf(answer) },
      { title: 'standard output on the authors’ machine', text: cut(answer.stdout) },
      { title: 'standard error on the authors’ machine', text: cut(answer.stderr) },
    ],
  };
}

function sourceOf(answer: ReleasedAnswer): string {
  const { row, line, matchedBy, returnCode, returnCodeMeaning, hinted } = answer;
  return [
    `row ${row}, line ${line}, matched to its request by ${matchedBy}`,
    `return code ${returnCode}: ${returnCodeMeaning}`,
    ...(hinted ? ['the prompt of this attempt named the right probe (human expertise)'] : []),
  ].join('\n');
}

function cut(text: string): string {
  return text.length <= 32_768 ? text : `${text.slice(0, 32_768)}\n[... ${text.length - 32_768} more characters]`;
}

function caseIdOf(number: number, { cases }: ImportOptions): string {
  return cases.get(number)?.id ?? `upstream-${String(number).padStart(2, '0')}`;
}

async function runExists(path: string): Promise<boolean> {
  return (await stat(join(path, 'manifest.json')).catch(() => null)) !== null;
}
