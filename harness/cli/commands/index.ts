import type { CliCommand } from '../command.ts';
import { annotateCommand } from './annotate.ts';
import { casesCommand } from './cases.ts';
import { compareCommand } from './compare.ts';
import { contractsCommand } from './contracts.ts';
import { equivCommand } from './equiv.ts';
import { gateCommand } from './gate.ts';
import { doctorCommand } from './doctor.ts';
import { imageCommand } from './image.ts';
import { importUpstreamCommand } from './import-upstream.ts';
import { judgeCommand } from './judge.ts';
import { memoryCommand } from './memory.ts';
import { pairsCommand } from './pairs.ts';
import { modelsCommand } from './models.ts';
import { planCommand } from './plan.ts';
import { reportCommand } from './report.ts';
import { synthCommand } from './synth.ts';
import { verifyCommand } from './verify.ts';
import { runCommand } from './run.ts';
import { statusCommand } from './status.ts';
import { viewCommand } from './view.ts';
import { workerCommand } from './worker.ts';

/** Every subcommand, in the order of `ken --help`. */
export const commands: readonly CliCommand[] = [
  doctorCommand,
  casesCommand,
  pairsCommand,
  memoryCommand,
  synthCommand,
  gateCommand,
  verifyCommand,
  equivCommand,
  judgeCommand,
  contractsCommand,
  annotateCommand,
  importUpstreamCommand,
  imageCommand,
  modelsCommand,
  planCommand,
  runCommand,
  workerCommand,
  statusCommand,
  reportCommand,
  compareCommand,
  viewCommand,
];
