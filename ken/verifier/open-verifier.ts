import { readFile } from 'node:fs/promises';
import type { GuestPool } from '../kernel/guest/job.ts';
import type { Program } from '../program.ts';
import { parseBtf } from './btf/parse-btf.ts';
import type { TypeTable } from './btf/type-table.ts';
import type { Compiled, CompileResult } from './compile/compiled.ts';
import { onOneCpu } from './compile/bpftrace/machine-constants.ts';
import { Compiler } from './compile/compiler.ts';
import { desugar } from './desugar/desugar.ts';
import { relocate } from './elf/relocate.ts';
import { readObject } from './elf/read-object.ts';
import type { BpfObject } from './elf/object.ts';
import { lintProgram, siteInText } from './lints/lint-program.ts';
import { unsafeAsserts } from './lints/undefined/unsafe-asserts.ts';
import { MalformedObject } from './malformed-object.ts';
import { openSolver } from './solver/open-solver.ts';
import type { Solver, SolverOptions } from './solver/solver.ts';
import { TermStore } from './terms/term-store.ts';
import { assertsOnUnsetVariables } from './verdict/unset-variables.ts';
import { differsFromOriginal } from './verdict/same-as-original.ts';
import { unprovedVerification } from './verdict/unproved.ts';
import type { VerificationInput } from './verdict/verification-input.ts';
import { verifyLoaded } from './verdict/verify-loaded.ts';
import type { UnusableProgram, Verifier, VerifierAnswer } from './verifier.ts';

export interface VerifierOptions {
  solver?: SolverOptions;
}

/**
 * The symbolic verifier over one guest's kernel. The solver starts at once, in the background. Close it: it holds a
 * solver.
 */
export function openVerifier(pool: GuestPool, options: VerifierOptions = {}): Verifier & VerifierTools {
  return new OpenVerifier(pool, options);
}

/** The parts of an open verifier, for those who ask other questions of the same programs. */
export interface VerifierTools {
  readonly compiler: Compiler;
  readonly solver: Promise<Solver>;
  kernelTypes(): Promise<TypeTable>;
  /** Reads a compiled program's object and fits it to the target kernel. Throws MalformedObject. */
  load(compiled: Compiled): Promise<BpfObject>;
}

class OpenVerifier implements Verifier, VerifierTools {
  readonly compiler: Compiler;
  readonly solver: Promise<Solver>;
  readonly #pool: GuestPool;
  #types: Promise<TypeTable> | undefined;

  constructor(pool: GuestPool, options: VerifierOptions) {
    this.#pool = pool;
    this.compiler = new Compiler(pool);
    this.solver = openSolver(options.solver);
  }

  kernelTypes(): Promise<TypeTable> {
    this.#types ??= readFile(this.#pool.identity.vmlinuxBtf).then((bytes) => parseBtf(bytes));
    return this.#types;
  }

  async load({ elf, framework }: Compiled): Promise<BpfObject> {
    const object = relocate(readObject(elf), await this.kernelTypes());
    return framework === 'bpftrace' ? onOneCpu(object) : object;
  }

  async check(program: Program): Promise<{ status: 'ready' } | UnusableProgram> {
    const compiled = await this.#compile(program);
    return 'diagnostic' in compiled ? compiled : { status: 'ready' };
  }

  async verify(program: Program, signal?: AbortSignal): Promise<VerifierAnswer> {
    const started = performance.now();
    const compiled = await this.#compile(program);
    if ('diagnostic' in compiled) return compiled;
    const compileSeconds = (performance.now() - started) / 1000;
    const verification =
      compiled.result.status === 'compiled'
        ? await this.#search(program, compiled.desugared, compiled.result, signal)
        : unprovedVerification(compiled.desugared.annotations, compiled.result.reason);
    return {
      status: 'verified',
      verification: { ...verification, seconds: (performance.now() - started) / 1000, compileSeconds },
    };
  }

  async close(): Promise<void> {
    await (await this.solver).close();
  }

  /** The annotated program as the stock compiler sees it. */
  async #compile(program: Program): Promise<UnusableProgram | { desugared: Desugared; result: Usable }> {
    const desugared = desugar(program.text, program.framework, { opaqueHistograms: true });
    if (desugared.status === 'invalid') {
      const lines = desugared.errors.map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`);
      return { status: 'bad-annotation', diagnostic: lines.join('\n') };
    }
    const result = await this.compiler.compile({ ...program, text: desugared.text });
    if (result.status === 'compile-failed') return { status: 'compile-failed', diagnostic: result.diagnostic };
    return { desugared, result };
  }

  async #search(program: Program, desugared: Desugared, compiled: Compiled, signal?: AbortSignal) {
    const { annotations, original, assumptions } = desugared;
    const kernelTypes = await this.kernelTypes();
    let object: BpfObject;
    try {
      object = await this.load(compiled);
    } catch (error) {
      if (!(error instanceof MalformedObject)) throw error;
      return unprovedVerification(annotations, `the compiled object cannot be read: ${error.message}`);
    }
    const { identity } = this.#pool;
    const { text } = program;
    const input: VerificationInput = {
      ...{ text, original, annotations, compiled, object, kernelTypes, identity, assumptions },
    };
    const exploration = { store: new TermStore(), solver: await this.solver, ...(signal ? { signal } : {}) };
    const load = (each: Compiled): Promise<BpfObject> => this.load(each);
    const changed = (each: VerificationInput): Promise<string | null> =>
      differsFromOriginal(each, { compiler: this.compiler, load, exploration });
    const unsafe = async (each: VerificationInput): Promise<Map<number, string>> =>
      new Map([
        ...(await assertsOnUnsetVariables(each, { compiler: this.compiler, load, exploration })),
        ...(await unsafeAsserts(each)),
      ]);
    return verifyLoaded(input, { exploration, changed, lints: lintProgram, place: siteInText, unsafe });
  }
}

type Desugared = Extract<ReturnType<typeof desugar>, { status: 'desugared' }>;
type Usable = Exclude<CompileResult, { status: 'compile-failed' }>;
