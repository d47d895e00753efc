import { KenError, quote } from '../../ken/errors.ts';
import { readCases } from '../cases/catalogue.ts';
import { exposureOf, readLeaks } from '../cases/leaks.ts';
import { openCheckout, readCheckout } from './checkout.ts';
import { importReleasedFile, type ImportedRun } from './import-run.ts';
import { importTable } from './import-table.ts';
import type { ReleasedFile } from './released-answer.ts';

export interface ImportRequest {
  output: string;
  only?: string;
  json?: boolean;
}

/** A released file and the run that was made of it; programs stay in the run. */
export interface ImportedFile extends Omit<ReleasedFile, 'answers'> {
  imported: number;
  hinted: number;
  labelled: number;
  run: ImportedRun;
}

/** `ken import-upstream DIR`: makes a run of each released file and says what could not be used. Judges nothing. */
export async function importUpstream(directory: string, request: ImportRequest): Promise<void> {
  const only = request.only === undefined ? undefined : pattern(request.only);
  const checkout = await openCheckout(directory);
  const cases = await readCases();
  const leaks = await readLeaks();
  const known = new Map(
    cases.flatMap((definition) => {
      const { id, upstreamPrompt } = definition;
      return upstreamPrompt === null ? [] : [[upstreamPrompt, { id, exposure: exposureOf(definition, leaks) }]];
    }),
  );
  const files: ImportedFile[] = [];
  const { prompts } = checkout;
  for await (const released of readCheckout(checkout, only)) {
    const run = await importReleasedFile(released, {
      resultsFolder: request.output,
      prompts,
      cases: known,
      now: () => new Date(),
    });
    const { answers, ...rest } = released;
    const hinted = answers.filter((answer) => answer.hinted).length;
    const labelled = answers.filter((answer) => answer.label !== undefined).length;
    files.push({ ...rest, imported: answers.length, hinted, labelled, run });
    console.error(`${released.file}: ${run.state}, ${answers.length} of ${released.rowsRead} rows`);
  }
  if (files.length === 0) {
    throw new KenError('usage', `no released file matches ${quote(request.only ?? '')}`, {
      hint: `There are: ${checkout.files.join(', ')}`,
    });
  }
  const { unknownFiles } = checkout;
  console.log(request.json ? JSON.stringify({ files, unknownFiles }) : importTable(files, unknownFiles));
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw new KenError('usage', `--only ${quote(text)} is no regular expression`, { cause: error });
  }
}
