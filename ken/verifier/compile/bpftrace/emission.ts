/** One run of `bpftrace --emit-elf -d ast`, wherever it took place. */
export interface Emission {
  /** Null when bpftrace refused the text. */
  elf: Uint8Array | null;
  /** What `-d ast` printed: the tree after each stage of the compiler that was reached. */
  dump: string;
  /** Errors and warnings. */
  log: string;
  /** Set when bpftrace crashed or ran into a limit: one sentence. */
  fault?: string;
}

/** Compiles one text; the second argument maps names to further files beside it (stubs of libraries). */
export type Emit = (text: string, files?: Readonly<Record<string, Uint8Array>>) => Promise<Emission>;

/** Names within the folder of the compilation. */
export const programFile = 'program.bt';
export const objectFile = 'program.o';
