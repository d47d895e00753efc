import type { Program } from '../../program.ts';
import { probeNames } from '../counterexample/probe-names.ts';
import { tracepointFormats } from '../counterexample/tracepoint-formats.ts';
import { desugar } from '../desugar/desugar.ts';
import { MalformedObject } from '../malformed-object.ts';
import type { VerifierTools } from '../open-verifier.ts';
import { TermStore } from '../terms/term-store.ts';
import { compareProgramSides, type CompareOptions } from './compare-programs.ts';
import type { Equivalence, Side } from './equivalence.ts';
import { histogramsOf } from './histograms.ts';

/** A comparison of two texts; `unknown` also when one of them cannot be compiled or read, with the reason. */
export type TextComparison = Equivalence;

/**
 * Compiles two programs and compares what they show. Annotations are left out; histograms show the values that go into
 * them. `not-comparable` for programs of different frameworks.
 */
export async function compareTexts(
  left: Program,
  right: Program,
  tools: VerifierTools,
  options: Pick<CompareOptions, 'tolerances' | 'limits'> = {},
): Promise<TextComparison> {
  const started = performance.now();
  const nothing = { bound: 0, difference: null, assumptions: [], statistics: { pairs: 0, solverChecks: 0, paths: 0 } };
  const without = (result: 'unknown' | 'not-comparable', reason: string): TextComparison => ({
    ...{ ...nothing, result, reason, seconds: (performance.now() - started) / 1000 },
  });
  if (left.framework !== right.framework) return without('not-comparable', 'they are of different frameworks');
  const sides: Side[] = [];
  for (const [which, program] of [
    ['left', left],
    ['right', right],
  ] as const) {
    const side = await sideOf(program, tools);
    if (typeof side === 'string') return without('unknown', `the ${which} program ${side}`);
    sides.push(side);
  }
  const [one, two] = sides;
  if (!one || !two) return without('unknown', 'a program is missing');
  const tracepointFormat = tracepointFormats(tools.compiler.identity);
  const { tree } = one.compiled;
  const naming = { tree, kernelTypes: one.kernelTypes, text: left.text, tracepointFormat };
  return compareProgramSides(one, two, {
    ...options,
    exploration: { store: new TermStore(), solver: await tools.solver },
    namesOf: (probe) => probeNames({ probe, ...naming }),
  });
}

/** A program ready to be compared, or why it cannot be. */
async function sideOf(program: Program, tools: VerifierTools): Promise<Side | string> {
  const desugared = desugar(program.text, program.framework, { opaqueHistograms: true });
  if (desugared.status === 'invalid') return `cannot be read: ${desugared.errors[0]?.message ?? ''}`;
  const compiled = await tools.compiler.compile({ ...program, text: desugared.original });
  if (compiled.status === 'compile-failed') return `does not compile: ${compiled.diagnostic.split('\n')[0] ?? ''}`;
  if (compiled.status === 'unsupported') return `cannot be compiled for comparison: ${compiled.reason}`;
  const histograms = program.framework === 'bpftrace' ? histogramsOf(program.text) : new Map<string, string>();
  try {
    return { compiled, object: await tools.load(compiled), kernelTypes: await tools.kernelTypes(), histograms };
  } catch (error) {
    if (!(error instanceof MalformedObject)) throw error;
    return `has an object that cannot be read: ${error.message}`;
  }
}
