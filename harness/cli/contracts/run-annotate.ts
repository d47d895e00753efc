import path from 'node:path';
import { KenError, quote } from '../../../ken/errors.ts';
import { guardAnnotations, type GuardReport } from '../../../ken/comprehension/annotation-guard.ts';
import type { ComprehensionResult } from '../../../ken/comprehension/comprehension.ts';
import { type PlacedAnnotation, placeContracts } from '../../../ken/comprehension/place-contracts.ts';
import { cacheFolder } from '../../../ken/kernel/image/cache-folder.ts';
import { openGuestPool } from '../../../ken/kernel/guest/pool.ts';
import type { Model } from '../../../ken/models/model.ts';
import { findModel, readModelsFile } from '../../../ken/models/models-file.ts';
import { openModel } from '../../../ken/models/open-model.ts';
import type { Program } from '../../../ken/program.ts';
import { passes } from '../../../ken/verifier/verification.ts';
import { readPrograms } from '../../cases/read-programs.ts';
import { projectFolder } from '../../plan/open-catalogue.ts';
import { type OpenComprehension, openComprehension } from '../../run/open-comprehension.ts';
import { formatVerification } from '../verify/format-verification.ts';
import { toLine } from '../verify/verification-line.ts';

export interface AnnotateRequest {
  request: string;
  direct?: boolean;
  model?: string;
  models?: string;
  verify?: boolean;
  json?: boolean;
}

interface Annotated {
  result: ComprehensionResult;
  annotations: PlacedAnnotation[];
}

/** `ken annotate FILE`. True when there is an annotation, and with `verify` when it is proved too. */
export async function runAnnotate(file: string, request: AnnotateRequest): Promise<boolean> {
  if (request.direct && request.model !== undefined) {
    throw new KenError('usage', `--direct asks no model, but --model ${quote(request.model)} is given`, {
      hint: 'Give one of the two.',
    });
  }
  const [read] = await readPrograms([file], undefined);
  if (!read) throw new KenError('usage', `${quote(file)} is no program`);
  const progress = (message: string): void => console.error(`ken: ${message}`);
  const pool = await openGuestPool({ size: 1, progress });
  const opened = await openComprehension(pool, progress);
  try {
    const annotated =
      request.model === undefined
        ? await direct(read.program, opened)
        : await byModel(read.program, request, request.model, opened);
    const program = annotated.result.annotated;
    const answer = program && request.verify ? await opened.verifier.verify(program) : null;
    if (request.json)
      console.log(JSON.stringify({ file, ...annotated.result, annotations: annotated.annotations, answer }));
    else console.log(annotationText(annotated));
    const line = program && answer ? toLine(file, program, answer) : null;
    if (line && !request.json) console.log(formatVerification(line));
    return program !== null && (line === null || passes(line.verdict));
  } finally {
    await opened.verifier.close();
    await pool.close();
  }
}

async function direct(candidate: Program, { comprehension, contracts }: OpenComprehension): Promise<Annotated> {
  const question = { prompt: '', candidate, caseId: 'annotate', attempt: 1, trial: 1, seed: 0 };
  const result = await comprehension('direct', noModel).comprehend(question);
  return { result, annotations: placeContracts(candidate, contracts).annotations };
}

async function byModel(
  candidate: Program,
  { request, models }: AnnotateRequest,
  name: string,
  opened: OpenComprehension,
): Promise<Annotated> {
  const file = models ?? path.join(projectFolder, 'models.yaml');
  const entry = findModel(await readModelsFile(file), name);
  const model = await openModel(entry, {
    folder: path.dirname(file),
    environment: process.env,
    modelsFolder: cacheFolder('models'),
  });
  try {
    const question = { prompt: request, candidate, caseId: 'annotate', attempt: 1, trial: 1, seed: 0 };
    const result = await opened.comprehension('llm', model).comprehend(question);
    const report = result.annotated
      ? await guardAnnotations(result.annotated, request, {
          solver: await opened.verifier.solver,
          types: await opened.verifier.kernelTypes(),
          contracts: opened.contracts,
        })
      : null;
    return { result, annotations: report ? origins(report) : [] };
  } finally {
    await model.close();
  }
}

function origins({ supported, unsupported }: GuardReport): PlacedAnnotation[] {
  return [
    ...supported.map(({ line, text, by }) => ({
      kind: 'assume' as const,
      condition: text,
      line,
      origin: `follows from ${by}`,
    })),
    ...unsupported.map(({ line, text }) => ({
      kind: 'assume' as const,
      condition: text,
      line,
      origin: 'NOTHING supports it: what it proves does not count',
    })),
  ];
}

function annotationText({ result, annotations }: Annotated): string {
  if (!result.annotated) return `no annotation: ${result.problem ?? 'unknown'}`;
  const lines = annotations.map(
    ({ kind, condition, line, origin }) => `line ${line}: ${kind}(${condition})\n    ${origin}`,
  );
  return [result.annotated.text.trimEnd(), '', ...lines].join('\n');
}

const noModel: Model = {
  name: 'none',
  identity: {},
  kind: 'baseline',
  ask: () => Promise.reject(new KenError('internal', 'contracts are inserted without a model')),
  close: () => Promise.resolve(),
};
