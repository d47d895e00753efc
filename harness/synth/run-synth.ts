import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { join } from 'node:path';
import { KenError, quote } from '../../ken/errors.ts';
import type { Experience } from '../../ken/memory/experience.ts';
import type { Memory } from '../../ken/memory/memory.ts';
import { findModel, readModelsFile } from '../../ken/models/models-file.ts';
import type { SymbolicParts } from '../../ken/pipeline/check-symbolically.ts';
import { configurationSchema } from '../../ken/pipeline/configuration.ts';
import type { Configuration } from '../../ken/pipeline/configuration.ts';
import { openProjectMemory, openProjectModel, projectFolder } from '../plan/open-catalogue.ts';
import { visible } from '../report/escape/visible.ts';
import { describeVerified } from './format-synthesis.ts';
import { synthesiseWithDetail } from './synthesise-with-detail.ts';
import { watchParts } from './watch-loop.ts';

/** Options of `ken synth`, as commander gives them. */
export interface SynthRequest {
  model: string;
  framework: string;
  attempts: string;
  comprehension: string;
  examples: string;
  seed: string;
  learning?: boolean;
  output?: string;
  json?: boolean;
}

/**
 * `ken synth "REQUEST"`: the program goes to standard output (or a file), everything else to standard error. Exit status
 * 1 when nothing was verified. Nothing is ever loaded on this machine.
 */
export async function runSynth(prompt: string, request: SynthRequest): Promise<void> {
  const tell = (line: string): void => console.error(line);
  if (prompt.trim() === '') throw new KenError('usage', 'the request is empty');
  const configuration = configurationOf(request);
  const entry = findModel(await readModelsFile(join(projectFolder, 'models.yaml')), request.model);
  const seed = seedOf(request.seed);
  const { buildImage } = await import('../../ken/kernel/image/build.ts');
  const image = await buildImage({ progress: tell });
  const memory = await openProjectMemory(image);
  const model = await openProjectModel(entry, memory);
  const closing: (() => Promise<void>)[] = [() => model.close()];
  try {
    const { openGuestPool } = await import('../../ken/kernel/guest/pool.ts');
    const { createGate } = await import('../../ken/kernel/gate/gate.ts');
    const { createPrompter } = await import('../../ken/prompter/create-prompter.ts');
    const pool = await openGuestPool({ progress: tell, size: 1 });
    closing.unshift(() => pool.close());
    const gate = createGate(pool);
    closing.unshift(() => gate.close());
    const experience = configuration.learning === 'on' ? await userExperience(memory) : null;
    const parts = { model, memory, experience, gate, prompter: createPrompter(pool.identity), seed, trial: 1 };
    const watched = watchParts(parts, tell);
    let symbolic: SymbolicParts | null = null;
    if (configuration.comprehension !== 'off') {
      const { openComprehension } = await import('../run/open-comprehension.ts');
      const { verifier, comprehension } = await openComprehension(pool, tell);
      closing.unshift(() => verifier.close());
      symbolic = { verifier, comprehension: comprehension(configuration.comprehension, watched.model) };
    }
    const loop = watchParts({ ...parts, symbolic }, tell);
    const askForDetail = request.json ? () => Promise.resolve(null) : askOnTerminal;
    const { result, prompt: asked } = await synthesiseWithDetail(prompt, configuration, loop, { tell, askForDetail });
    if (request.output !== undefined && result.verified) await writeFile(request.output, result.verified.text);
    const lines = describeVerified(result, request.output ?? null);
    if (request.json) {
      const { verified, attempts, seconds } = result;
      console.log(
        JSON.stringify({ prompt: asked, program: verified, attempts: attempts.length, seconds, about: lines }),
      );
    } else if (result.verified) {
      // A terminal sees it made printable; a file or a pipe gets the program itself.
      if (request.output === undefined) {
        console.log(process.stdout.isTTY ? visible(result.verified.text) : result.verified.text);
      }
      for (const line of lines) tell(line);
    }
    if (!result.verified) process.exitCode = 1;
  } finally {
    for (const close of closing) await close();
  }
}

/** The switches of one request; a wrong one is a `KenError('usage')`. */
export function configurationOf({
  framework,
  attempts,
  comprehension,
  examples,
  learning,
}: SynthRequest): Configuration {
  const parsed = configurationSchema.safeParse({
    name: 'synth',
    framework,
    attempts: Number(attempts),
    feedback: comprehension === 'off' ? 'gate' : 'gate+symbolic',
    retrieval: examples === '0' ? 'none' : 'vector',
    examples: Number(examples),
    comprehension,
    learning: learning ? 'on' : 'off',
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const flag = String(issue?.path[0] ?? '');
    const given: Record<string, string> = { framework, attempts, comprehension, examples };
    throw new KenError('usage', `--${flag} cannot be ${quote(given[flag])}: ${issue?.message ?? ''}`);
  }
  return parsed.data;
}

async function userExperience(memory: Memory): Promise<Experience> {
  const { userLessons } = await import('../cli/memory/open-project-memory.ts');
  const { openExperience } = await import('../../ken/memory/experience.ts');
  const file = userLessons();
  return openExperience({ memory, lessons: await file.read(), file });
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed < 2 ** 31) return seed;
  throw new KenError('usage', `--seed must be a whole number from 0, not ${quote(text)}`);
}

async function askOnTerminal(): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    console.error('say more in the request, for example sizes, names of probes or fields, and try again');
    return null;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question('Can you say more (sizes, probes, fields)? An empty line ends: ');
  } finally {
    terminal.close();
  }
}
