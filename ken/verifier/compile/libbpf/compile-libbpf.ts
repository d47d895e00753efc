import path from 'node:path';
import type { GuestIdentity } from '../../../kernel/guest/job.ts';
import { distilClang } from '../../../kernel/gate/diagnostic-libbpf.ts';
import { compileBpf, type CompileExtras } from '../../../kernel/libbpf/compile-bpf.ts';
import { readObject } from '../../elf/read-object.ts';
import type { CompileResult, ProgramFunction } from '../compiled.ts';
import { sectionKind } from './section-kind.ts';

/**
 * What C leaves undefined would let clang delete the very path on which an assert fails, so these get a meaning: signed
 * overflow wraps, types may alias, a dereference does not prove that a pointer is not null. The header has the markers.
 */
const forVerification = {
  flags: [
    ...['-fwrapv', '-fno-strict-aliasing', '-fno-delete-null-pointer-checks'],
    ...['-Wuninitialized', '-Wsometimes-uninitialized', '-Wconditional-uninitialized'],
  ],
  headers: { 'ken_annotations.h': path.join(import.meta.dirname, '..', '..', 'desugar', 'ken_annotations.h') },
} satisfies CompileExtras;

/** Every variable holds a pattern until it gets a value. */
const filled = ['-ftrivial-auto-var-init=pattern'];

/** Compiles libbpf C with the host's clang, within the limits and checks of `compileBpf`. Throws `missing-tool` without clang. */
export async function compileLibbpf(
  text: string,
  identity: GuestIdentity,
  { fillVariables = false }: { fillVariables?: boolean } = {},
): Promise<CompileResult> {
  const started = performance.now();
  const { flags, headers } = forVerification;
  const extras = { flags: fillVariables ? [...flags, ...filled] : flags, headers };
  const { object, log, normalised } = await compileBpf(text, identity, extras);
  const seconds = (performance.now() - started) / 1000;
  const kept = log.slice(0, 65_536);
  if (!object) {
    if (/clang (did not end in time|ended by signal)/.test(log)) {
      return { status: 'unsupported', reason: 'clang crashed or did not end in time', log: kept, seconds };
    }
    return { status: 'compile-failed', log: kept, diagnostic: distilClang(log), normalised, seconds };
  }
  return {
    ...{ status: 'compiled', framework: 'libbpf', text, elf: object, functions: programFunctions(object) },
    ...{ outputs: [], variables: [], maps: [], tree: null, normalised, originalLine: (line) => line },
    ...{ log: kept, place: 'host', seconds },
  };
}

/** Global functions in sections with a name of their own: libbpf makes each a program. */
function programFunctions(elf: Uint8Array): ProgramFunction[] {
  return readObject(elf)
    .functions.filter(({ section, global }) => global && section !== '.text')
    .map(({ section, name }) => {
      return { section, symbol: name, attachPoint: section, target: section, kind: sectionKind(section), probe: -1 };
    });
}
