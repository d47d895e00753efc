import type { GuestIdentity } from '../../kernel/guest/job.ts';
import type { TypeTable } from '../btf/type-table.ts';
import type { Compiled, ProgramFunction } from '../compile/compiled.ts';
import type { Annotation } from '../desugar/annotated.ts';
import type { BpfObject } from '../elf/object.ts';

/** An annotated program that compiled: everything that the search for verdicts needs. */
export interface VerificationInput {
  /** As the user gave it. */
  text: string;
  /** Without its annotations. */
  original: string;
  annotations: Annotation[];
  compiled: Compiled;
  /** CO-RE relocations applied. */
  object: BpfObject;
  kernelTypes: TypeTable | null;
  identity: GuestIdentity;
  /** What desugaring changed, one sentence each. */
  assumptions: string[];
}

/** Probes that run once, before and after all others. */
export const runsFirst = ({ kind }: ProgramFunction): boolean => kind === 'begin';
export const runsLast = ({ kind }: ProgramFunction): boolean => kind === 'end';
