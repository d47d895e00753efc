import type { Framework } from '../../../ken/program.ts';

/** What a front end reads from a program's text. Lists are sorted and without repeats. */
export interface ProgramFacts {
  /** Attach points in their canonical writing: `kprobe:tcp_connect`, `tracepoint:sched:sched_switch`, `xdp`. */
  hooks: string[];
  /** One for each `SEC` with code (libbpf) or each probe with its list of attach points (bpftrace). */
  programs: { name: string; section: string }[];
  maps: { name: string; type: string }[];
  /** BPF helpers and kfuncs (libbpf), builtins and functions (bpftrace). */
  helpers: string[];
  /** `SEC("license")`: what the kernel lets the program call. It is no copyright licence. */
  kernelLicence: string | null;
  /** Why the text does not parse, or null. */
  syntaxProblem: string | null;
}

/** A program as it stands in a source, before descriptions are looked up. */
export interface ExtractedProgram {
  framework: Framework;
  name: string;
  /** Path below the source's root. */
  file: string;
  /** Lines of the file that hold the program, from 1; the whole file for programs in files of their own. */
  lines: { first: number; last: number };
  /** SHA-256 of the file as it was read. */
  fileSha256: string;
  /** Header comment and local `#include`s dealt with: one file that stands for itself. */
  text: string;
  /** Headers of the source whose text was copied in. */
  headers: { file: string; sha256: string }[];
  /** SPDX expression that the file states, or null. */
  fileLicence: string | null;
  /** Copyright lines and other notices of the file's header. */
  notices: string[];
  facts: ProgramFacts;
}
