import type { GuestIdentity, GuestPool } from '../../kernel/guest/job.ts';
import type { Program } from '../../program.ts';
import { compileBpftrace } from './bpftrace/compile-bpftrace.ts';
import type { Emit } from './bpftrace/emission.ts';
import { emitInGuest } from './bpftrace/emit-in-guest.ts';
import { emitOnHost } from './bpftrace/emit-on-host.ts';
import type { CompileResult } from './compiled.ts';
import { compileLibbpf } from './libbpf/compile-libbpf.ts';
import { prepareSandbox, type Sandbox } from './sandbox/prepare-sandbox.ts';

export interface CompilerOptions {
  /** `auto` compiles on this machine and goes to the guest when it cannot. Default: `auto`. */
  place?: 'auto' | 'host' | 'guest';
  /** Results kept in memory, by the program's text. Default 500. */
  remembered?: number;
}

export interface CompileVariant {
  fillVariables?: boolean;
}

/** What the compiler needs of the guest: its files, and clones when this machine cannot compile. */
export type CompilerGuest = Pick<GuestPool, 'identity' | 'run' | 'size' | 'close'>;

/**
 * Compiles programs for symbolic execution, deterministically: the same text gives the same object on every machine.
 * Results are remembered, so that mutants and equivalence compile nothing twice.
 */
export class Compiler {
  readonly #pool: CompilerGuest;
  readonly #place: 'auto' | 'host' | 'guest';
  readonly #remembered: number;
  readonly #results = new Map<string, Promise<CompileResult>>();
  #sandbox: Promise<Sandbox> | undefined;
  /** Set when this machine could not make a sandbox: it is not asked again. */
  #hostFails = false;

  constructor(pool: CompilerGuest, options: CompilerOptions = {}) {
    this.#pool = pool;
    this.#place = options.place ?? 'auto';
    this.#remembered = options.remembered ?? 500;
    this.#hostFails = this.#place === 'guest';
  }

  get identity(): GuestIdentity {
    return this.#pool.identity;
  }

  /**
   * Throws `missing-tool` without clang, `internal` when the place `host` was demanded and is impossible.
   * `fillVariables` (C only): variables hold a pattern until they get a value, where they are undefined otherwise.
   */
  async compile(program: Program, { fillVariables = false }: CompileVariant = {}): Promise<CompileResult> {
    const key = `${program.framework}\0${fillVariables}\0${program.text}`;
    const known = this.#results.get(key);
    if (known) return known;
    const result =
      program.framework === 'bpftrace'
        ? this.#bpftrace(program.text)
        : compileLibbpf(program.text, this.identity, { fillVariables });
    this.#results.set(key, result);
    // A fault is not remembered: the next call tries again.
    result.catch(() => this.#results.delete(key));
    const oldest = this.#results.size > this.#remembered ? this.#results.keys().next().value : undefined;
    if (oldest !== undefined) this.#results.delete(oldest);
    return result;
  }

  async #bpftrace(text: string): Promise<CompileResult> {
    if (!this.#hostFails) {
      const result = await compileBpftrace(this.#emitOnHost, 'host', text).catch((error: unknown) => {
        if (error instanceof NoSandbox && this.#place === 'auto') return null;
        throw error;
      });
      if (result) return result;
      this.#hostFails = true;
    }
    return compileBpftrace((each, files) => emitInGuest(this.#pool, each, files), 'guest', text);
  }

  readonly #emitOnHost: Emit = async (text, files) => {
    this.#sandbox ??= prepareSandbox(this.identity);
    const emission = await emitOnHost(await this.#sandbox, this.identity, text, files);
    if (!emission) throw new NoSandbox('this machine cannot lock the compiler in');
    return emission;
  };
}

class NoSandbox extends Error {}
