/** Small valid manifests, cells and transcripts for tests of everything that reads or writes run folders. */
import type { FinishedCell } from './run-folder.ts';
import type { Manifest } from './manifest.ts';
import type { Transcript } from './transcript.ts';
import { noSeconds } from './record.ts';

export const sampleToolchain = { kernel: '6.12.0-sample', bpftrace: '0.23.0', image: 'f'.repeat(16) };

export function sampleManifest(changes: Partial<Manifest> = {}): Manifest {
  return {
    v: 1,
    run: 'sample-run',
    experiment: 'sample',
    description: 'A run for tests.',
    kind: 'experiment',
    createdAt: '2026-01-01T00:00:00.000Z',
    planHash: 'e'.repeat(64),
    plannedCells: 1,
    partial: false,
    seed: 1,
    trials: 1,
    cases: [{ id: 'fork-events', hash: 'c'.repeat(64), prompt: 'Print each fork.', upstreamPrompt: 2 }],
    configurations: [{ name: 'zero-shot', framework: 'bpftrace', attempts: 1 }],
    models: [{ name: 'retrieval-baseline', kind: 'baseline', identity: { adapter: 'retrieval-baseline' } }],
    promptVersion: 'p1',
    toolchain: sampleToolchain,
    provenance: { node: 'v20' },
    ...changes,
  };
}

export function sampleCell(changes: Partial<FinishedCell> = {}): FinishedCell {
  return {
    key: 'a'.repeat(64),
    status: 'done',
    outcome: 'A',
    case: 'fork-events',
    framework: 'bpftrace',
    configuration: 'zero-shot',
    model: 'retrieval-baseline',
    modelKind: 'baseline',
    trial: 1,
    gate: { status: 'accepted', stage: 'done' },
    judgement: { judgement: 'correct', method: 'oracle', repairs: [] },
    attempts: 1,
    verdict: null,
    seconds: { ...noSeconds, retrieval: 0.01, model: 0.5, gate: 2, judge: 3 },
    tokens: null,
    recorded: false,
    programHash: 'd'.repeat(64),
    promptVersion: 'p1',
    toolchain: sampleToolchain,
    finishedAt: '2026-01-01T00:00:10.000Z',
    ...changes,
  };
}

export function sampleTranscript(changes: Partial<Transcript> = {}): Omit<Transcript, 'v' | 'key'> {
  return {
    prompt: 'Print each fork.',
    attempts: [
      {
        number: 1,
        messages: [{ role: 'user', content: 'Print each fork.' }],
        reply: { text: 'BEGIN {}', finishReason: 'stop', usage: null, seconds: 0.5, retries: [], recorded: false },
        candidate: { framework: 'bpftrace', text: 'BEGIN {}' },
        retrieved: ['train/one'],
        gate: {
          status: 'accepted',
          stage: 'done',
          probes: [{ name: 'BEGIN', attached: true }],
          log: 'Attached 1 probe\n',
          diagnostic: '',
          normalised: [],
          toolchain: sampleToolchain,
          seconds: 2,
        },
        seconds: { retrieval: 0.01, model: 0.5, comprehension: 0, solver: 0, gate: 2 },
      },
    ],
    verified: { framework: 'bpftrace', text: 'BEGIN {}' },
    judge: {
      judgement: 'correct',
      method: 'oracle',
      evidence: [{ holds: true, claim: 'each fork is reported' }],
      repairs: [],
      gate: null,
      seconds: 3,
    },
    ...changes,
  };
}
