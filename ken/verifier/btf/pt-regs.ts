/** Byte offsets of struct pt_regs on x86-64 (arch/x86/include/asm/ptrace.h): the context of kprobes and uprobes. */
const offsets: readonly [number, string][] = [
  [112, 'arg0'],
  [104, 'arg1'],
  [96, 'arg2'],
  [88, 'arg3'],
  [72, 'arg4'],
  [64, 'arg5'],
  [80, 'retval'],
];

const registers: readonly string[] = [
  'r15',
  'r14',
  'r13',
  'r12',
  'bp',
  'bx',
  'r11',
  'r10',
  'r9',
  'r8',
  'ax',
  'cx',
  'dx',
  'si',
  'di',
  'orig_ax',
  'ip',
  'cs',
  'flags',
  'sp',
  'ss',
];

const byOffset = new Map(offsets);

/**
 * bpftrace's name of a word of pt_regs: arg0 to arg5 are di, si, dx, cx, r8, r9 and retval is ax; other registers are
 * `reg("ip")`. null outside the struct or between words.
 */
export function registerAt(offset: number): string | null {
  const known = byOffset.get(offset);
  if (known !== undefined) return known;
  const register = offset % 8 === 0 ? registers[offset / 8] : undefined;
  return register === undefined ? null : `reg("${register}")`;
}
