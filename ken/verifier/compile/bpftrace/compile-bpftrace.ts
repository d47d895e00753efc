import { distilBpftrace } from '../../../kernel/gate/diagnostic.ts';
import { type NormalisedScript, normaliseScript } from '../../../kernel/normalise/normalise-includes.ts';
import type { CompileResult, ProgramFunction } from '../compiled.ts';
import { markLoopEnds } from '../typed-dump/loop-ends.ts';
import { typedProgram } from '../typed-dump/typed-program.ts';
import type { TypedNode } from '../typed-tree.ts';
import type { Emission, Emit } from './emission.ts';
import { programFunctions } from './functions.ts';
import { outputFormats } from './outputs.ts';
import { withStubs } from './stub-libraries.ts';
import { mapTypes, variableTypes } from './types-of.ts';

/** Compiles a bpftrace program. A text that bpftrace refuses and a bpftrace that crashes are results. */
export async function compileBpftrace(emit: Emit, place: 'host' | 'guest', text: string): Promise<CompileResult> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const script = normaliseScript(text);
  const files: Record<string, Uint8Array> = {};
  const { emission, read, stubs } = await withStubs(emit, script.text, files);
  const log = emission.log.slice(0, 65_536);
  if (emission.fault !== undefined) return { status: 'unsupported', reason: emission.fault, log, seconds: seconds() };
  if (!emission.elf) return failed(emission, script, seconds());
  const tree = await treeOf((marked) => emit(marked, files), emission, read);
  if (!tree)
    return { status: 'unsupported', reason: 'the typed tree of the program cannot be read', log, seconds: seconds() };
  const functions = programFunctions(emission.elf, tree);
  nameTrueTargets(tree, functions, stubs);
  return {
    ...{ status: 'compiled', framework: 'bpftrace', text: script.text, elf: emission.elf, tree },
    functions,
    outputs: outputFormats(tree),
    variables: variableTypes(tree),
    maps: mapTypes(tree),
    normalised: [...script.changes, ...[...stubs.keys()].map(describeStub)],
    originalLine: script.originalLine,
    log: readableWarnings(log),
    ...{ place, seconds: seconds() },
  };
}

/** A program with `while` is dumped once more, with its loops marked: see `readDump`. Null when that fails. */
async function treeOf(emit: Emit, emission: Emission, text: string): Promise<TypedNode | null> {
  const marked = markLoopEnds(text);
  if (marked === null) return typedProgram(emission.dump, text);
  const again = await emit(marked);
  return again.elf ? typedProgram(again.dump, text) : null;
}

function nameTrueTargets(
  tree: TypedNode,
  functions: readonly ProgramFunction[],
  stubs: ReadonlyMap<string, string>,
): void {
  const points = tree.children.flatMap(({ children }) => children.filter(({ kind }) => kind === 'attach-point'));
  for (const [target, stub] of stubs) {
    for (const point of points) point.text = point.text.replace(`:${stub}:`, `:${target}:`);
    for (const each of functions) {
      each.attachPoint = each.attachPoint.replace(`:${stub}:`, `:${target}:`);
      each.target = each.target.replace(`:${stub}:`, `:${target}:`);
    }
  }
}

function describeStub(target: string): string {
  return `Compiled against a stub of ${target}, which the guest does not have.`;
}

function failed(emission: Emission, script: NormalisedScript, seconds: number): CompileResult {
  const log = emission.log.slice(0, 65_536);
  const diagnostic = distilBpftrace(emission.log.replaceAll('/job/', ''), script.originalLine);
  return { status: 'compile-failed', log, diagnostic, normalised: script.changes, seconds };
}

function readableWarnings(log: string): string {
  return log
    .split('\n')
    .filter((line) => !line.includes('RLIMIT_MEMLOCK'))
    .join('\n');
}
