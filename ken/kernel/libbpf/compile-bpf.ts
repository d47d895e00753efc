import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { GuestIdentity } from '../guest/job.ts';
import { assemblyViolation } from './inline-assembly.ts';
import { clangVersion, limitedClang } from './limited-clang.ts';
import { missingMacros } from './missing-macros.ts';
import { fitHeaders, typeSources, type TypeSource } from './fit-headers.ts';
import { sourceDirectives, type Violation } from './source-directives.ts';

export interface CompiledBpf {
  /** The ELF object; null when the text was refused. */
  object: Uint8Array | null;
  /** What clang said, or why the text never reached it; names are relative to a private folder. */
  log: string;
  /** What was changed in the text, one sentence each. */
  normalised: string[];
  clang: string;
}

/** What a user of the compiler adds: flags of its own, and headers that are read before the text. */
export interface CompileExtras {
  /** clang options of the front end; never from the text. */
  flags?: readonly string[];
  /** Name -> file of this machine. */
  headers?: Readonly<Record<string, string>>;
}

const sourceFile = 'program.bpf.c';
const shared = ['-target', 'bpf', '-mcpu=v3', '-g', '-O2'];
/**
 * The standard is fixed because the reader of directives follows it. Debug information names no folder of the host,
 * and keeps source lines for the verifier's log.
 */
const frontEnd = [
  ...[
    '-std=gnu11',
    '-D__TARGET_ARCH_x86',
    '-Wall',
    '-Werror=implicit-function-declaration',
    '-Wno-unused-function',
    '-Wno-unknown-attributes',
    '-nostdinc',
  ],
  ...['-fno-crash-diagnostics', '-fdebug-compilation-dir=.', '-fno-color-diagnostics', '-ferror-limit=50'],
  ...['-Wno-compare-distinct-pointer-types', '-isystem', 'include', '-include', 'include/ken-macros.h'],
];

/**
 * Compiles BPF C with the host's clang into an object for the guest. The text is hostile: it can make the compiler read
 * nothing but a private folder with the guest's vmlinux.h, libbpf's headers, the kernel's headers for user space and a
 * few headers of ours. That is enforced three times: on the text, on the list of files that clang says it opened, and
 * on inline assembly before there is an assembler to read it.
 */
export async function compileBpf(
  text: string,
  identity: GuestIdentity,
  { flags = [], headers = {} }: CompileExtras = {},
): Promise<CompiledBpf> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ken-bpf-'));
  try {
    await linkHeaders(folder, identity, headers);
    const clang = await clangVersion(folder);
    const included = Object.keys(headers).flatMap((name) => ['-include', `include/${name}`]);
    return { ...(await compileIn(folder, text.replaceAll('\r\n', '\n'), [...flags, ...included])), clang };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Compiled = Omit<CompiledBpf, 'clang'>;

async function compileIn(folder: string, text: string, extra: readonly string[]): Promise<Compiled> {
  const directives = sourceDirectives(text);
  if (directives.violations.length > 0) return refused(directives.violations, []);
  let last: Compiled = refused([], []);
  for (const source of typeSources(directives)) {
    const fitted = fitHeaders(text, directives, source);
    if (fitted.refused.length > 0) return refused(fitted.refused, fitted.changes);
    await writeFile(path.join(folder, sourceFile), fitted.text);
    last = await compileWithMacros(folder, text, fitted.changes, source, extra);
    if (last.object) return last;
  }
  return last;
}

/** Macros that headers of the kernel would have given are defined when clang misses them, and only then. */
async function compileWithMacros(
  folder: string,
  text: string,
  changes: string[],
  source: TypeSource,
  extra: readonly string[],
): Promise<Compiled> {
  const defined = new Map<string, string>();
  for (let round = 0; ; round += 1) {
    const lines = [...defined].map(([name, value]) => `#define ${name} ${value}\n`);
    await writeFile(path.join(folder, 'include', 'ken-macros.h'), lines.join(''));
    const compiled = await compileOnce(folder, extra);
    const normalised = [...changes, ...[...defined].map(([name, value]) => `Defined ${name} as ${value}.`)];
    const missing = compiled.object || round === 3 ? [] : missingMacros(compiled.log, text, source);
    const fresh = missing.filter(([name]) => !defined.has(name));
    if (fresh.length === 0) return { ...compiled, normalised };
    for (const [name, value] of fresh) defined.set(name, value);
  }
}

async function compileOnce(folder: string, extra: readonly string[]): Promise<Pick<Compiled, 'object' | 'log'>> {
  const listing = ['-MD', '-MF', 'files.d', '-MT', 'object'];
  const front = await limitedClang(folder, [
    ...shared,
    ...frontEnd,
    ...extra,
    ...listing,
    '-S',
    '-emit-llvm',
    '-o',
    'program.ll',
    sourceFile,
  ]);
  if (front.exit !== 0) return { object: null, log: withoutForeignFiles(messagesOf(front)) };
  const stranger = foreignFile(await readFile(path.join(folder, 'files.d'), 'utf8'));
  if (stranger !== null)
    return {
      object: null,
      log: violationText([{ line: 1, message: `the compiler opened a file that is not the program's: ${stranger}` }]),
    };
  const violation = assemblyViolation(await readFile(path.join(folder, 'program.ll'), 'utf8'));
  if (violation !== null) return { object: null, log: violationText([{ line: 1, message: violation }]) };
  // The passes ran already; this step only writes machine code.
  const back = await limitedClang(folder, [
    ...shared,
    '-Xclang',
    '-disable-llvm-passes',
    '-c',
    '-x',
    'ir',
    'program.ll',
    '-o',
    'program.o',
  ]);
  const log = `${messagesOf(front)}${messagesOf(back)}`;
  return { object: back.exit === 0 ? await readFile(path.join(folder, 'program.o')) : null, log };
}

function messagesOf({ messages, timedOut, signal, exit }: Awaited<ReturnType<typeof limitedClang>>): string {
  if (timedOut) return `${messages}\n${sourceFile}:1: error: clang did not end in time and was stopped`;
  if (signal !== null || (exit ?? 0) > 1)
    return `${messages}\n${sourceFile}:1: error: clang ended by signal or limit (${signal ?? exit})`;
  return messages;
}

/** A file of clang's dependency list that is not in the private folder. */
function foreignFile(list: string): string | null {
  const names = list
    .replace(/^object:/, '')
    .replace(/\\\n/g, ' ')
    .split(/\s+/)
    .filter((name) => name !== '');
  return names.find((name) => name !== sourceFile && (!name.startsWith('include/') || name.includes('..'))) ?? null;
}

/** clang lists no files when a text has errors; messages about another file would quote it, so they are not passed on. */
function withoutForeignFiles(log: string): string {
  const named = [...log.matchAll(/^(?:In file included from )?([^\s:<][^:\n]*):\d+(?::\d+)?:/gm)].map(
    (found) => found[1] ?? '',
  );
  const stranger = named.find((name) => name !== sourceFile && (!name.startsWith('include/') || name.includes('..')));
  if (stranger === undefined) return log;
  return violationText([{ line: 1, message: `the compiler opened a file that is not the program's: ${stranger}` }]);
}

function refused(violations: readonly Violation[], normalised: string[]): Compiled {
  return { object: null, log: violationText(violations), normalised };
}

function violationText(violations: readonly Violation[]): string {
  return violations
    .slice(0, 20)
    .map(({ line, message }) => `${sourceFile}:${line}: error: ${message}\n`)
    .join('');
}

async function linkHeaders(
  folder: string,
  identity: GuestIdentity,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const include = path.join(folder, 'include');
  const system = path.join(identity.sysroot, 'usr', 'include');
  await mkdir(include);
  const links: [string, string][] = [
    ['vmlinux.h', identity.vmlinuxHeader],
    ['bpf', path.join(system, 'bpf')],
    ['linux', path.join(system, 'linux')],
    ['asm-generic', path.join(system, 'asm-generic')],
    ['asm', path.join(system, 'x86_64-linux-gnu', 'asm')],
    ...['maps.bpf.h', 'bits.bpf.h', 'regs-ip.bpf.h', 'stddef.h', 'stdint.h', 'stdbool.h'].map(
      (name): [string, string] => [name, path.join(import.meta.dirname, 'include', name)],
    ),
    ...Object.entries(headers),
  ];
  await Promise.all(links.map(([name, target]) => symlink(target, path.join(include, name))));
}
