import { setTimeout as delay } from 'node:timers/promises';
import { KenError } from '../../ken/errors.ts';
import type { Cell } from '../plan/plan.ts';
import { sha256 } from '../record/cell-key.ts';
import { sampleTranscript, sampleToolchain } from '../record/samples.ts';
import type { CellOutcome, CellRunner } from './cell-runner.ts';
import { noSeconds } from '../record/record.ts';

export interface SyntheticOptions {
  concurrency?: number;
  /** Longest time of a cell in milliseconds; the real one follows from the seed. */
  milliseconds?: number;
  /** Fails these cells with a provider fault. */
  failing?: (cell: Cell) => boolean;
  /** Bytes of filler in every transcript, so that lines span several pages. */
  filler?: number;
}

/** Cells that need no guest and no model: for tests of the scheduler and for the kill campaign. Outcomes follow from the seed. */
export function syntheticRunner(options: SyntheticOptions = {}): CellRunner & { started: string[] } {
  const started: string[] = [];
  return {
    started,
    concurrency: options.concurrency ?? 4,
    async run(cell, { seed, signal }): Promise<CellOutcome> {
      started.push(cell.key);
      if (options.milliseconds) await delay(seed % options.milliseconds, undefined, { signal });
      if (options.failing?.(cell))
        throw new KenError('provider', `no answer for ${cell.case.id}`, { hint: 'try later' });
      return outcomeOf(cell, seed, options.filler ?? 0);
    },
    close: () => Promise.resolve(),
  };
}

function outcomeOf(cell: Cell, seed: number, filler: number): CellOutcome {
  const outcome = (['A', 'A', 'FP', 'FN'] as const)[seed % 4] ?? 'A';
  const verified = outcome !== 'FN';
  const text = `// ${cell.case.id}, seed ${seed}\nBEGIN { printf("ready\\n"); }\n`;
  return {
    result: {
      outcome,
      gate: verified ? { status: 'accepted', stage: 'done' } : { status: 'rejected', stage: 'verify' },
      judgement: verified
        ? { judgement: outcome === 'A' ? 'correct' : 'incorrect', method: 'oracle', repairs: [] }
        : null,
      attempts: 1 + (seed % cell.configuration.attempts),
      verdict: null,
      seconds: {
        ...noSeconds,
        retrieval: 0.01,
        model: (seed % 100) / 50,
        gate: 1 + (seed % 7) / 10,
        judge: verified ? 2 : 0,
      },
      tokens: null,
      recorded: false,
      programHash: sha256(text),
      toolchain: sampleToolchain,
    },
    transcript: {
      ...sampleTranscript({ verified: verified ? { framework: 'bpftrace', text } : null }),
      imported: [{ title: 'filler', text: 'x'.repeat(filler) }],
    },
  };
}
