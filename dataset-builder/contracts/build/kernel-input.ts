import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import type { KernelConfiguration } from '../kernel/configuration.ts';
import type { KernelSymbols } from '../kernel/symbols.ts';

/** Everything that a set of contracts is derived from. */
export interface KernelInput {
  /** `uname -r`, or what the kernel's image says. */
  kernel: string;
  /** Where the source comes from: a package with its version, or a path. */
  source: string;
  /** Root of the source tree. */
  root: string;
  configuration: KernelConfiguration;
  types: TypeTable;
  /** Types of the modules that a running kernel showed; their ids go on behind the kernel's. */
  modules: readonly { name: string; types: TypeTable }[];
  symbols: KernelSymbols;
  hashes: { configuration: string; btf: string };
}
