import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { Pair } from '../build/pair.ts';
import type { SourceReport } from '../build/collect-programs.ts';
import { datasetCard } from './dataset-card.ts';

export interface ExportInput {
  pairs: readonly Pair[];
  reports: readonly SourceReport[];
  /** Hash of the dataset, from its manifest. */
  dataset: string;
  /** The test set: requests with references of this project. */
  cases: readonly {
    id: string;
    prompt: string;
    framework: Pair['framework'];
    program: string;
    split: string;
    leak: string;
  }[];
}

/**
 * Writes the dataset as Hugging Face's `datasets` loads a folder: `README.md` with the configuration in its front matter,
 * `data/train-FRAMEWORK.jsonl` and `data/test-FRAMEWORK.jsonl`; the same rows as CSV in `csv/`. Returns the files' names.
 */
export async function exportDataset(folder: string, input: ExportInput): Promise<string[]> {
  const files: Record<string, string> = {};
  for (const framework of ['bpftrace', 'libbpf'] as const) {
    const train = input.pairs.filter((pair) => pair.framework === framework && pair.split === 'train').map(trainRow);
    const test = input.cases.filter((row) => row.framework === framework).map(testRow);
    for (const [split, rows] of [
      ['train', train],
      ['test', test],
    ] as const) {
      files[`data/${split}-${framework}.jsonl`] = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
      files[`csv/${split}-${framework}.csv`] = csvOf(rows);
    }
  }
  files['README.md'] = datasetCard(input);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return Object.keys(files).sort();
}

/** The same columns in every row and both splits, as a loader of columns needs them. */
interface Row {
  id: string;
  framework: string;
  prompt: string;
  prompt_origin: string;
  program: string;
  program_sha256: string;
  hooks: string[];
  licence_file: string | null;
  licence_repository: string;
  licence_kernel: string | null;
  source: string;
  source_pin: string;
  source_file: string;
  notices: string[];
  group: string;
  gate: { kernel: string; bpftrace: string; status: string }[];
  case_split: string | null;
  leak: string | null;
}

function trainRow({
  id,
  framework,
  prompt,
  chosen,
  program,
  programSha256,
  hooks,
  licence,
  provenance,
  group,
  validation,
}: Pair): Row {
  return {
    id,
    framework,
    prompt: prompt ?? '',
    prompt_origin: chosen?.origin ?? '',
    program,
    program_sha256: programSha256,
    hooks,
    licence_file: licence.file,
    licence_repository: licence.repository.spdx,
    licence_kernel: licence.kernel,
    source: provenance.source,
    source_pin: provenance.pin,
    source_file: provenance.file,
    notices: provenance.notices,
    group,
    gate: validation.map(({ kernel, bpftrace, status }) => ({ kernel, bpftrace, status })),
    case_split: null,
    leak: null,
  };
}

function testRow({ id, framework, prompt, program, split, leak }: ExportInput['cases'][number]): Row {
  return {
    id: `cases/${id}`,
    framework,
    prompt,
    prompt_origin: 'project',
    program,
    program_sha256: createHash('sha256').update(program).digest('hex'),
    hooks: [],
    licence_file: 'MIT',
    licence_repository: 'MIT',
    licence_kernel: null,
    source: 'cases',
    source_pin: '',
    source_file: '',
    notices: [],
    group: `cases/${id}`,
    gate: [],
    case_split: split,
    leak,
  };
}

/** Lists as JSON; a cell that a spreadsheet would run as a formula is escaped. */
function csvOf(rows: readonly Row[]): string {
  return stringify(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [key, Array.isArray(value) ? JSON.stringify(value) : value]),
      ),
    ),
    { header: true, columns: columns as unknown as string[], escape_formulas: true },
  );
}

const columns: readonly (keyof Row)[] = [
  'id',
  'framework',
  'prompt',
  'prompt_origin',
  'program',
  'program_sha256',
  'hooks',
  'licence_file',
  'licence_repository',
  'licence_kernel',
  'source',
  'source_pin',
  'source_file',
  'notices',
  'group',
  'gate',
  'case_split',
  'leak',
];
