import type { Program } from '../../ken/program.ts';
import { desugar } from '../../ken/verifier/desugar/desugar.ts';
import { explore, type LoadedProgram } from '../../ken/verifier/executor/explore.ts';
import type { VerifierTools } from '../../ken/verifier/open-verifier.ts';
import { TermStore } from '../../ken/verifier/terms/term-store.ts';

/** Every function of a program, explored from any state of its maps. */
export interface Explored {
  /** Compiled or why not. */
  refused: string | null;
  /** Without compiling. */
  seconds: number;
  paths: number;
  instructions: number;
  checks: number;
  modelHits: number;
  /** Why it is not complete; empty when it is. */
  stopped: string[];
}

export async function exploreProgram(verifier: VerifierTools, program: Program): Promise<Explored> {
  const total: Explored = {
    refused: null,
    seconds: 0,
    paths: 0,
    instructions: 0,
    checks: 0,
    modelHits: 0,
    stopped: [],
  };
  const compiled = await verifier.compiler.compile(program);
  if (compiled.status === 'compile-failed') return { ...total, refused: `does not compile: ${compiled.diagnostic}` };
  if (compiled.status === 'unsupported') return { ...total, refused: compiled.reason };
  const loaded: LoadedProgram = { object: await verifier.load(compiled), kernelTypes: await verifier.kernelTypes() };
  const solver = await verifier.solver;
  const started = performance.now();
  const stopped = new Set<string>();
  for (const { symbol, kind } of compiled.functions) {
    const start = kind === 'begin' ? 'empty' : 'arbitrary';
    const exploration = await explore(loaded, symbol, start, { store: new TermStore(), solver });
    for (const each of ['paths', 'instructions', 'checks', 'modelHits'] as const)
      total[each] += exploration.statistics[each];
    for (const { kind: stop, reason } of exploration.stopped) stopped.add(`${stop}: ${reason}`);
  }
  return { ...total, seconds: (performance.now() - started) / 1000, stopped: [...stopped] };
}

/** The program as the verifier reads it: histograms show the value that goes into them. */
export function withoutHistograms(program: Program): Program {
  if (program.framework !== 'bpftrace') return program;
  const result = desugar(program.text, program.framework, { opaqueHistograms: true });
  return result.status === 'desugared' ? { ...program, text: result.text } : program;
}
