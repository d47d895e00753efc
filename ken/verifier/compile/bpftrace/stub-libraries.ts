import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { attachPoints } from '../../../kernel/gate/attach-points.ts';
import { limitedClang } from '../../../kernel/libbpf/limited-clang.ts';
import { maskedCode } from '../../../kernel/normalise/lexical-regions.ts';
import { topLevelItems } from '../../../kernel/normalise/top-level.ts';
import type { Emission, Emit } from './emission.ts';

export interface StubbedEmission {
  emission: Emission;
  /** The text that bpftrace read: targets that the guest lacks are replaced. */
  read: string;
  /** Target as the program names it -> name in `read`. */
  stubs: ReadonlyMap<string, string>;
}

const mostStubs = 4;

/**
 * Emits a program. A user-space target that the guest does not have (a library of another distribution) is replaced by a
 * stub, a shared object with the functions that the program names: what a probe computes does not depend on the code
 * that it is attached to. USDT probes and wildcards need the true file and stay refused. The stubs are put into `files`.
 */
export async function withStubs(emit: Emit, text: string, files: Record<string, Uint8Array>): Promise<StubbedEmission> {
  const stubs = new Map<string, string>();
  let read = text;
  let emission = await emit(text);
  while (!emission.elf && stubs.size < mostStubs) {
    const target = /target file '([^'\n]+)' does not exist/.exec(emission.log)?.[1];
    const functions = target === undefined ? [] : functionsOf(text, target);
    if (target === undefined || stubs.has(target) || functions.length === 0) break;
    const library = await stubLibrary(functions);
    if (!library) break;
    const name = `stub-${stubs.size + 1}.so`;
    files[name] = library;
    stubs.set(target, `/job/${name}`);
    read = withTarget(read, target, `/job/${name}`);
    emission = await emit(read, files);
  }
  return { emission, read, stubs };
}

/** Empty when a probe of the target cannot be stubbed. */
function functionsOf(text: string, target: string): string[] {
  const points = attachPoints(text).filter(({ name }) => name.split(':')[1] === target);
  const functions = points.map(({ name }) => /^(?:uprobe|uretprobe|u|ur):[^:]+:([A-Za-z_]\w*)$/.exec(name)?.[1]);
  return functions.includes(undefined) ? [] : functions.flatMap((name) => name ?? []);
}

function withTarget(text: string, target: string, replacement: string): string {
  let result = text;
  const probes = topLevelItems(text, maskedCode(text)).filter(({ kind }) => kind === 'probe');
  for (const { start, blockStart } of probes.reverse()) {
    const head = result.slice(start, blockStart).replaceAll(`:${target}:`, `:${replacement}:`);
    result = result.slice(0, start) + head + result.slice(blockStart);
  }
  return result;
}

/** Null when clang cannot make it. The names are identifiers: nothing else of the program's text gets into the assembly. */
async function stubLibrary(functions: readonly string[]): Promise<Uint8Array | null> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ken-stub-'));
  try {
    const one = (name: string): string =>
      `.globl ${name}\n.type ${name},@function\n.p2align 4\n${name}:\n.fill 15,1,0x90\nret\n.size ${name}, .-${name}\n`;
    await writeFile(path.join(folder, 'stub.s'), `.text\n${[...new Set(functions)].map(one).join('')}`);
    const flags = ['--target=x86_64-linux-gnu', '-shared', '-nostdlib', '-Wl,--build-id=none'];
    const { exit } = await limitedClang(folder, [...flags, '-o', 'stub.so', 'stub.s']);
    return exit === 0 ? await readFile(path.join(folder, 'stub.so')) : null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
