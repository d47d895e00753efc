import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AnswerLog } from '../../../dataset-builder/contracts/ask/answer-log.ts';
import { askForClauses, type AskReport, newAskReport } from '../../../dataset-builder/contracts/ask/ask-for-clauses.ts';
import { batchAnswer, batchRequest } from '../../../dataset-builder/contracts/ask/batch-requests.ts';
import { isWorthAsking } from '../../../dataset-builder/contracts/ask/worth-asking.ts';
import { openKernelInput } from '../../../dataset-builder/contracts/build/open-kernel-input.ts';
import { rewriteContracts } from '../../../dataset-builder/contracts/build/rewrite-contracts.ts';
import { signatureOf } from '../../../dataset-builder/contracts/check/check-contracts.ts';
import { cacheFolder } from '../../../ken/kernel/image/cache-folder.ts';
import { findModel, readModelsFile } from '../../../ken/models/models-file.ts';
import { openModel } from '../../../ken/models/open-model.ts';
import { ClauseGate } from '../../../ken/verifier/contracts/clause-gate.ts';
import type { Contract } from '../../../ken/verifier/contracts/contract.ts';
import type { ContractStore } from '../../../ken/verifier/contracts/contract-store.ts';
import { openSolver } from '../../../ken/verifier/solver/open-solver.ts';
import { projectFolder } from '../../plan/open-catalogue.ts';
import { openChosenContracts } from './contract-folder.ts';

export interface AskRequest {
  model: string;
  models?: string;
  contracts?: string;
  source?: string;
  functions?: string;
  most: string;
  budget?: string;
  batchOut?: string;
  batchIn?: string;
  json?: boolean;
}

/** `ken contracts ask --model M`: clauses of a language model, each through the gate; goes on where it stopped. */
export async function runAsk(request: AskRequest): Promise<void> {
  const store = await openChosenContracts(request.contracts);
  const input = await openKernelInput({
    ...(request.source === undefined ? {} : { source: request.source }),
    progress: say,
  });
  const chosen = chosenContracts(store, request);
  if (request.batchOut !== undefined) {
    await writeFile(request.batchOut, '');
    for (const contract of chosen)
      await appendFile(request.batchOut, `${batchRequest(contract, input.root, request.model)}\n`);
    say(`${chosen.length} requests written to ${request.batchOut}`);
    return;
  }
  const log = await AnswerLog.open(
    path.join(cacheFolder('contract-answers'), `${store.manifest.kernel}-${request.model}.jsonl`),
  );
  if (request.batchIn !== undefined) await readBatch(request.batchIn, request.model, log);
  const file = request.models ?? path.join(projectFolder, 'models.yaml');
  const entry = findModel(await readModelsFile(file), request.model);
  const model = await openModel(entry, {
    folder: path.dirname(file),
    environment: process.env,
    modelsFolder: cacheFolder('models'),
  });
  const solver = await openSolver();
  const report = newAskReport();
  const changed = new Map<string, Contract>();
  try {
    const options = {
      model,
      gate: new ClauseGate({ solver, types: input.types }),
      log,
      root: input.root,
      signatureOf: ({ name, prototype }: Contract) => signatureOf(input.types, name, prototype.btfId),
      prices: 'prices' in entry ? (entry.prices ?? null) : null,
      budget: request.budget === undefined ? null : Number(request.budget),
      progress: (now: AskReport) =>
        say(
          `${now.asked + now.fromLog} of ${chosen.length}, ${now.accepted} of ${now.proposed} clauses accepted, ${now.dollars.toFixed(4)} dollars`,
        ),
    };
    for await (const contract of askForClauses(chosen, options, report)) changed.set(contract.name, contract);
  } finally {
    if (changed.size > 0) await rewriteContracts(store, (contract) => changed.get(contract.name) ?? contract);
    await solver.close();
    await model.close();
  }
  console.log(request.json ? JSON.stringify(report) : reportText(report));
}

function chosenContracts(store: ContractStore, { functions, most }: AskRequest): Contract[] {
  const pattern = functions === undefined ? null : new RegExp(functions);
  const chosen: Contract[] = [];
  for (const name of store.names()) {
    if (chosen.length >= Number(most)) break;
    const contract = !pattern || pattern.test(name) ? store.find(name) : null;
    if (contract && isWorthAsking(contract)) chosen.push(contract);
  }
  return chosen;
}

async function readBatch(file: string, model: string, log: AnswerLog): Promise<void> {
  let lost = 0;
  for (const line of (await readFile(file, 'utf8')).split('\n')) {
    if (line.trim() === '') continue;
    const answer = batchAnswer(line, model);
    if (typeof answer === 'string') lost++;
    else await log.add(answer);
  }
  if (lost > 0) say(`${lost} lines of ${file} hold no answer; these functions are asked again`);
}

function reportText({ asked, fromLog, dollars, unusable, proposed, accepted, rejected, stopped }: AskReport): string {
  return [
    `${asked} questions asked, ${fromLog} answered from the log, ${dollars.toFixed(4)} US dollars`,
    `${unusable} answers could not be used; ${proposed} clauses proposed, ${accepted} accepted`,
    ...Object.entries(rejected).map(([reason, count]) => `  rejected, ${reason}: ${count}`),
    ...(stopped === null ? [] : [`stopped: ${stopped}`]),
  ].join('\n');
}

function say(message: string): void {
  console.error(`contracts: ${message}`);
}
