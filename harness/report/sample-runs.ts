/** Two small runs with every outcome and with hostile text in every field that a model or a log can write: for tests. */
import { configurationSchema } from '../../ken/pipeline/configuration.ts';
import { RunFolder } from '../record/run-folder.ts';
import type { FinishedCell } from '../record/run-folder.ts';
import { sampleCell, sampleManifest, sampleToolchain, sampleTranscript } from '../record/samples.ts';
import { sha256 } from '../record/cell-key.ts';
import type { Outcome } from '../record/record.ts';
import { noSeconds } from '../record/record.ts';

export const hostileText =
  '</script><script>alert(1)</script> =cmd|\' /C calc\'!A0 | a\\b $x_1$ `tick` \u202egpj.exe \u001b[31mred\u001b[0m "q" &amp; \\end{table} %';

const cases = ['fork-events', 'kill-signals', 'tcp-connect', 'shared-memory', 'sync-callers', 'mount-umount'];
const configurations = ['zero-shot', 'retrieval', 'retrieval+feedback'];
const patterns: Record<string, readonly Outcome[]> = {
  'zero-shot': ['A', 'FN', 'FN', 'FN', 'error', 'FP'],
  retrieval: ['A', 'FP', 'FN', 'A', 'A', 'FN'],
  'retrieval+feedback': ['A', 'A', 'FP', 'A', 'unjudged', 'A'],
};

/** A run of three configurations with the retrieval baseline. */
export async function sampleBaselineRun(results: string): Promise<string> {
  const run = await RunFolder.create(
    results,
    sampleManifest({
      run: '20260101T000000Z-sample-0001',
      plannedCells: 18,
      cases: cases.map((id, index) => ({ id, hash: sha256(id), prompt: `Request of ${id}.`, upstreamPrompt: index })),
      configurations: configurations.map((name) => configurationSchema.parse({ name })),
    }),
  );
  for (const configuration of configurations) {
    for (const [index, id] of cases.entries()) {
      const outcome = patterns[configuration]?.[index] ?? 'A';
      await finish(run, { configuration, case: id, outcome }, index);
    }
  }
  await run.close();
  return run.path;
}

/** A run of recorded answers, with what upstream's gate said. */
export async function sampleReplayRun(results: string): Promise<string> {
  const run = await RunFolder.create(
    results,
    sampleManifest({
      run: '20260101T000000Z-upstream-0002',
      experiment: 'upstream',
      kind: 'import',
      plannedCells: 6,
      cases: cases.map((id, index) => ({
        ...{ id, hash: sha256(id), prompt: hostileText, upstreamPrompt: index },
        ...{ split: 'comparable' as const, leak: index < 2 ? ('same-task' as const) : ('none' as const) },
      })),
      configurations: [{ name: 'few-shot' }],
      models: [{ name: 'gpt-4', kind: 'replay', identity: { source: 'sample' } }],
    }),
  );
  for (const [index, id] of cases.entries()) {
    const passed = index % 3 !== 2;
    const outcome = passed ? (index % 2 === 0 ? 'A' : 'FP') : 'FN';
    const upstream = { passed, returnCode: passed ? 0 : 1, label: hostileText };
    const cell = {
      configuration: 'few-shot',
      model: 'gpt-4',
      modelKind: 'replay',
      case: id,
      outcome,
      upstream,
    } as const;
    await finish(run, { ...cell, recorded: true, promptVersion: 'upstream' }, index);
  }
  await run.close();
  return run.path;
}

async function finish(
  run: RunFolder,
  cell: Partial<FinishedCell> & { outcome: Outcome },
  index: number,
): Promise<void> {
  const { outcome } = cell;
  const verified = outcome === 'A' || outcome === 'FP' || outcome === 'unjudged';
  const program = { framework: 'bpftrace' as const, text: `// ${hostileText}\nkprobe:f { @[pid] = count(); }\n` };
  const failed = outcome === 'error';
  await run.finishCell(
    sampleCell({
      ...cell,
      key: sha256(JSON.stringify([cell.configuration, cell.model, cell.case])),
      status: failed ? 'error' : 'done',
      gate: failed ? null : verified ? { status: 'accepted', stage: 'done' } : { status: 'rejected', stage: 'verify' },
      judgement: !verified
        ? null
        : {
            judgement: outcome === 'A' ? 'correct' : outcome === 'FP' ? 'incorrect' : 'unjudged',
            method: outcome === 'unjudged' ? 'none' : 'oracle',
            repairs: outcome === 'A' && index === 3 ? ['declared $x at the top'] : [],
          },
      attempts: failed ? 0 : cell.configuration === 'retrieval+feedback' ? 1 + (index % 3) : 1,
      verdict: null,
      seconds: { ...noSeconds, retrieval: 0.02, model: 0.1 * (index + 1), gate: 1.5 + index, judge: verified ? 3 : 0 },
      programHash: failed ? null : sha256(program.text),
      toolchain: failed ? null : sampleToolchain,
      ...(failed && { error: { cause: 'provider', code: 'provider', message: hostileText } }),
    }),
    sampleTranscript({
      prompt: hostileText,
      verified: verified ? program : null,
      attempts: failed
        ? []
        : sampleTranscript().attempts.map((attempt) => ({
            ...attempt,
            messages: [{ role: 'user', content: hostileText }],
            reply: { ...attempt.reply, text: hostileText },
            candidate: program,
            gate: attempt.gate && {
              ...attempt.gate,
              log: hostileText,
              status: verified ? 'accepted' : 'rejected',
              normalised: [hostileText],
            },
          })),
      judge: verified
        ? {
            judgement: outcome === 'A' ? 'correct' : 'incorrect',
            method: 'oracle',
            evidence: [{ holds: outcome === 'A', claim: hostileText, evidence: hostileText }],
            repairs: [],
            gate: null,
            seconds: 3,
          }
        : null,
      ...(failed && { error: { message: hostileText, hint: 'try later' } }),
    }),
  );
}
