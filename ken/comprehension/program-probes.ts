import { attachPoints } from '../kernel/gate/attach-points.ts';
import { maskedCode } from '../kernel/normalise/lexical-regions.ts';
import { topLevelItems } from '../kernel/normalise/top-level.ts';
import type { Program } from '../program.ts';
import { type Hook, readHook } from './find-contracts.ts';

/** One block of a program with the hooks that run it. */
export interface Probe {
  hooks: Hook[];
  /** Offset behind its `{`, and of its `}`. */
  start: number;
  end: number;
  /** How the block names the hook's parameters by position; null: it cannot. */
  argument: (index: number, name: string, type: string) => string | null;
  /** How it names the result; null: it cannot. */
  result: (type: string) => string | null;
}

/** The code of a program: same length, comments and strings blank. */
export function codeOf({ text, framework }: Program): string {
  return framework === 'bpftrace' ? maskedCode(text) : blankC(text);
}

/** Probe blocks of a script, functions with a section of a C program. */
export function probesOf(program: Program): Probe[] {
  return program.framework === 'bpftrace' ? scriptProbes(program.text) : sectionProbes(program.text);
}

function scriptProbes(text: string): Probe[] {
  const points = attachPoints(text);
  const blocks = topLevelItems(text, maskedCode(text)).filter(({ kind }) => kind === 'probe');
  return blocks.map(({ blockStart, blockEnd }, probe) => {
    const hooks = points
      .filter((point) => point.probe === probe)
      .map(({ name, line }) => ({ ...readHook(name), line }));
    const heads = new Set(hooks.map(({ text: hook }) => hook.split(':')[0] ?? ''));
    const [head = ''] = heads;
    return {
      hooks,
      start: blockStart + 1,
      end: blockEnd - 1,
      argument: heads.size === 1 ? scriptArgument(head) : () => null,
      result: heads.size === 1 ? scriptResult(head) : () => null,
    };
  });
}

function scriptArgument(head: string): Probe['argument'] {
  if (head === 'kprobe' || head === 'k') {
    return (index, _, type) => (index < 6 ? castOf(`arg${index}`, type) : null);
  }
  if (/^(?:fentry|kfunc|f|fexit|kretfunc|fr)$/.test(head)) return (_, name) => (name === '' ? null : `args.${name}`);
  return () => null;
}

function scriptResult(head: string): Probe['result'] {
  if (head === 'kretprobe' || head === 'kr') return (type) => castOf('retval', type);
  if (/^(?:fexit|kretfunc|fr)$/.test(head)) return () => 'retval';
  if (/^(?:tracepoint|t)$/.test(head)) return () => 'args.ret';
  return () => null;
}

/** A register in the type of its value: the upper half of a register that holds an int is anything. */
function castOf(register: string, type: string): string | null {
  if (/\*$/.test(type) || /^(?:const )?(?:struct|union) \w+ \*/.test(type)) {
    const struct = /^(?:const )?(struct \w+) \*$/.exec(type)?.[1];
    return struct === undefined ? register : `((${struct} *)${register})`;
  }
  const width = scriptWidths[type.replace(/^const /, '')];
  return width === undefined ? null : width === '' ? register : `(${width})${register}`;
}

const scriptWidths: Readonly<Record<string, string>> = {
  'long int': 'int64',
  'long unsigned int': '',
  'long long int': 'int64',
  'long long unsigned int': '',
  size_t: '',
  u64: '',
  loff_t: 'int64',
  ssize_t: 'int64',
  s64: 'int64',
  int: 'int32',
  'unsigned int': 'uint32',
  u32: 'uint32',
  gfp_t: 'uint32',
  'short int': 'int16',
  'short unsigned int': 'uint16',
  u16: 'uint16',
  u8: 'uint8',
  'unsigned char': 'uint8',
  bool: 'uint8',
  _Bool: 'uint8',
};

/** `SEC("kprobe/tcp_connect") int BPF_KPROBE(name, struct sock *sk) { ... }`. */
function sectionProbes(text: string): Probe[] {
  const code = blankC(text);
  const probes: Probe[] = [];
  for (const match of code.matchAll(/\bSEC\s*\(/g)) {
    const section = /^SEC\s*\(\s*"([^"]+)"\s*\)/.exec(text.slice(match.index))?.[1];
    const open = code.indexOf('{', match.index);
    if (section === undefined || open < 0 || /;/.test(code.slice(match.index, open))) continue;
    const heading = text.slice(match.index, open);
    const end = closingBrace(code, open);
    const line = text.slice(0, match.index).split('\n').length;
    const named = /\b(BPF_KPROBE|BPF_KRETPROBE|BPF_PROG|BPF_KSYSCALL)\s*\(([\s\S]*)\)\s*$/.exec(heading);
    const names = (named?.[2] ?? '')
      .split(',')
      .slice(1)
      .map((part) => /(\w+)\s*$/.exec(part)?.[1] ?? '');
    const isReturn = /^(?:kretprobe|fexit|kretsyscall)/.test(section);
    const argument = (index: number): string | null =>
      named?.[1] === 'BPF_KRETPROBE' || names[index] === undefined || names[index] === '' ? null : names[index];
    const result = (): string | null => (isReturn && names.length > 0 ? (names.at(-1) ?? null) : null);
    probes.push({ hooks: [{ ...readHook(section), line }], start: open + 1, end, argument, result });
  }
  return probes;
}

function closingBrace(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if (code[at] === '{') depth++;
    else if (code[at] === '}' && --depth === 0) return at;
  }
  return code.length;
}

function blankC(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"/g, (part) => part.replace(/[^\n]/g, ' '));
}
