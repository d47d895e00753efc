import { KenError } from '../errors.ts';

/** An ELF object, a BTF section or a stream of instructions that breaks its format. Nothing else is thrown for hostile input. */
export class MalformedObject extends KenError {
  /** Byte offset in the input where the fault was seen. */
  readonly offset: number;
  readonly reason: string;

  constructor(reason: string, offset: number) {
    super('config', `malformed object at byte ${offset}: ${reason}`, {
      hint: 'The object must be one that clang or bpftrace --emit-elf wrote for the BPF target.',
    });
    this.offset = offset;
    this.reason = reason;
  }
}
