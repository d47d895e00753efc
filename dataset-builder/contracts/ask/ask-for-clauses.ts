import type { Model } from '../../../ken/models/model.ts';
import type { ClauseGate } from '../../../ken/verifier/contracts/clause-gate.ts';
import type { Contract, Provenance } from '../../../ken/verifier/contracts/contract.ts';
import type { Signature } from '../../../ken/verifier/contracts/language/signature.ts';
import type { AnswerLog, LoggedAnswer } from './answer-log.ts';
import { questionFor } from './question.ts';
import { readAnswer } from './read-answer.ts';

export interface AskOptions {
  model: Model;
  gate: ClauseGate;
  log: AnswerLog;
  /** Root of the source that the contracts were derived from. */
  root: string;
  signatureOf: (contract: Contract) => Signature | null;
  /** US dollars for a million tokens; null: unknown, then only the number of questions is limited. */
  prices: { input: number; output: number } | null;
  /** US dollars for all questions of this run. */
  budget: number | null;
  signal?: AbortSignal;
  progress?: (report: AskReport) => void;
}

/** Counts of one run, the rates of a model are read from it. */
export interface AskReport {
  asked: number;
  fromLog: number;
  dollars: number;
  /** Answers without usable JSON, by reason. */
  unusable: number;
  proposed: number;
  accepted: number;
  rejected: Record<string, number>;
  stopped: string | null;
}

/**
 * Asks a model for clauses of contracts, one question for each, and passes every clause through the gate after those
 * that are known. Each answer is logged before it is judged. Stops before a question that the budget does not cover.
 * Yields the contracts with what was accepted and what was rejected, and why.
 */
export async function* askForClauses(
  contracts: Iterable<Contract>,
  options: AskOptions,
  report: AskReport,
): AsyncGenerator<Contract> {
  for (const contract of contracts) {
    const signature = options.signatureOf(contract);
    if (!signature) continue;
    const answer = await answerFor(contract, options, report);
    if (!answer) return;
    yield await withAnswer(contract, answer, signature, options, report);
    options.progress?.(report);
  }
}

export function newAskReport(): AskReport {
  return { asked: 0, fromLog: 0, dollars: 0, unusable: 0, proposed: 0, accepted: 0, rejected: {}, stopped: null };
}

/** Null: the budget is used up. */
async function answerFor(contract: Contract, options: AskOptions, report: AskReport): Promise<LoggedAnswer | null> {
  const { model, log, root, prices, budget, signal } = options;
  const { messages, hash } = questionFor(contract, root);
  const known = log.find(model.name, hash);
  if (known) {
    report.fromLog++;
    return known;
  }
  if (budget !== null && report.dollars >= budget) {
    report.stopped = `the budget of ${budget} US dollars is used up`;
    return null;
  }
  signal?.throwIfAborted();
  const task = {
    caseId: `contracts:${contract.name}`,
    prompt: contract.prototype.text,
    framework: 'bpftrace' as const,
  };
  const reply = await model.ask({
    messages,
    attempt: 1,
    trial: 1,
    seed: 0,
    purpose: 'comprehension',
    task,
    ...(signal ? { signal } : {}),
  });
  report.asked++;
  if (prices && reply.usage) {
    report.dollars += (reply.usage.inputTokens * prices.input + reply.usage.outputTokens * prices.output) / 1e6;
  }
  const entry: LoggedAnswer = {
    name: contract.name,
    question: hash,
    model: model.name,
    text: reply.text,
    usage: reply.usage,
    seconds: reply.seconds,
  };
  await log.add(entry);
  return entry;
}

async function withAnswer(
  contract: Contract,
  { text, model }: LoggedAnswer,
  signature: Signature,
  { gate }: AskOptions,
  report: AskReport,
): Promise<Contract> {
  const answer = readAnswer(text);
  const provenance: Provenance = { by: 'model', rule: model, at: null };
  if (answer.status === 'unusable') {
    report.unusable++;
    const entry = {
      role: 'post' as const,
      text: text.slice(0, 200),
      reason: 'unreadable' as const,
      detail: answer.reason,
      provenance,
    };
    return { ...contract, rejected: [...contract.rejected, entry] };
  }
  const kept = contract.clauses.filter(({ provenance: { by, rule } }) => by !== 'model' || rule !== model);
  const judged = await gate.judge(signature, [...kept, ...answer.clauses]);
  const result: Contract = {
    ...contract,
    clauses: [...kept],
    rejected: contract.rejected.filter(({ provenance: { by, rule } }) => by !== 'model' || rule !== model),
  };
  for (const [index, clause] of answer.clauses.entries()) {
    const verdict = judged[kept.length + index];
    if (!verdict) continue;
    report.proposed++;
    if (verdict.status === 'accepted') {
      report.accepted++;
      const id = `${clause.role}.m${result.clauses.length}`;
      result.clauses.push({ id, role: clause.role, text: verdict.text, provenance, confidence: 'unproven' });
    } else {
      report.rejected[verdict.reason] = (report.rejected[verdict.reason] ?? 0) + 1;
      result.rejected.push({
        role: clause.role,
        text: clause.text.slice(0, 4000),
        reason: verdict.reason,
        detail: verdict.detail,
        provenance,
      });
    }
  }
  return result;
}
