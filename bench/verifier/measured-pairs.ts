import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Program } from '../../ken/program.ts';
import { compareTexts } from '../../ken/verifier/equivalence/compare-texts.ts';
import type { openVerifier } from '../../ken/verifier/open-verifier.ts';
import { mutate } from '../../ken/verifier/strength/mutate.ts';
import { spread } from '../bench.ts';
import type { NamedProgram } from './programs.ts';

type Verifier = ReturnType<typeof openVerifier>;

/** What the equivalence judge said of two programs. */
export type MeasuredPair = z.infer<typeof pairSchema>;

const pairSchema = z.object({
  name: z.string(),
  what: z.string(),
  result: z.enum(['equivalent', 'different', 'not-comparable', 'unknown', 'does not compile']),
  reason: z.string(),
  /** Without compiling. */
  seconds: z.number(),
});

/**
 * Compares pairs of programs. With a record file (one line of JSON for each pair) the pairs in it are not compared again,
 * so that a long run can be done in parts.
 */
export class PairMeter {
  readonly measured: MeasuredPair[] = [];
  readonly #verifier: Verifier;
  readonly #record: string | undefined;
  readonly #known = new Map<string, MeasuredPair>();
  readonly #show: (line: string) => void;

  constructor(verifier: Verifier, record: string | undefined, show: (line: string) => void = () => undefined) {
    this.#verifier = verifier;
    this.#record = record;
    this.#show = show;
    const lines = record !== undefined && existsSync(record) ? readFileSync(record, 'utf8').trim().split('\n') : [];
    for (const line of lines.filter((each) => each !== '')) {
      const pair = pairSchema.parse(JSON.parse(line));
      this.#known.set(`${pair.name} ${pair.what}`, pair);
    }
  }

  /** The tool against itself and against its mutants. */
  async compareMutants({ name, program }: NamedProgram, most: number): Promise<void> {
    if ((await this.#verifier.compiler.compile(program)).status !== 'compiled') {
      this.#show(`${name}: the tool itself does not compile`);
      return;
    }
    await this.compare(name, itself, program, program);
    for (const mutant of mutate(program, { most, kernelTypes: await this.#verifier.kernelTypes() })) {
      const what = `${mutant.kind} in line ${mutant.line}: ${mutant.description}`;
      await this.compare(name, what, program, { ...program, text: mutant.text });
    }
  }

  async compare(name: string, what: string, left: Program, right: Program): Promise<void> {
    const known = this.#known.get(`${name} ${what}`);
    const pair = known ?? (await this.#compared(name, what, left, right));
    this.measured.push(pair);
    const { result, reason, seconds } = pair;
    this.#show(`${name}: ${result}, ${seconds.toFixed(2)} s: ${what}${result === 'different' ? '' : `: ${reason}`}`);
    if (!known && this.#record !== undefined) appendFileSync(this.#record, `${JSON.stringify(pair)}\n`);
  }

  async #compared(name: string, what: string, left: Program, right: Program): Promise<MeasuredPair> {
    const { result, reason, seconds } = await compareTexts(left, right, this.#verifier);
    const broken = reason.includes('does not compile');
    return { name, what, result: broken ? 'does not compile' : result, reason, seconds };
  }
}

const itself = 'itself';

/**
 * Totals. Whether a mutant that was called equivalent really is, is for a person to say: the share of those that were
 * told apart is given with and without them.
 */
export function pairFigures(measured: readonly MeasuredPair[]): string[] {
  const own = measured.filter(({ what }) => what === itself);
  const others = measured.filter(({ what, result }) => what !== itself && result !== 'does not compile');
  const count = (result: MeasuredPair['result']): number => others.filter((each) => each.result === result).length;
  const counts = (['different', 'equivalent', 'unknown', 'not-comparable'] as const).map(
    (result) => `${count(result)} ${result}`,
  );
  const different = count('different');
  const share = (all: number): string => (all === 0 ? '-' : `${((100 * different) / all).toFixed(1)} %`);
  const unequal = own.filter(({ result }) => result !== 'equivalent').map(({ name }) => name);
  return [
    `${others.length} pairs: ${counts.join(', ')}`,
    `told apart: ${share(others.length)}; of those not called equivalent ${share(others.length - count('equivalent'))}`,
    ...(others.length === 0
      ? []
      : [`seconds each: ${spread(others.map(({ seconds }) => seconds))} (goal: median <= 1)`]),
    ...(own.length === 0
      ? []
      : [
          `${own.length - unequal.length} of ${own.length} tools equal to themselves${unequal.length > 0 ? `; not: ${unequal.join(', ')}` : ''}`,
        ]),
  ];
}
