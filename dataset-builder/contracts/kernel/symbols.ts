import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

/** What a running kernel lists. Null where nobody asked one. */
export interface KernelSymbols {
  /** Text symbols; null: unknown. */
  text: ReadonlySet<string> | null;
  /** Functions that ftrace, and with it kprobes and fentry, can hook: name -> module (null: the kernel). */
  traceable: ReadonlyMap<string, string | null> | null;
  /** `group:event` -> text of its format file. */
  events: ReadonlyMap<string, string>;
}

/** Reads the lists from a guest's files, see ken/kernel/guest/guest-tree.ts. */
export async function readSymbols(tree: string | null): Promise<KernelSymbols> {
  if (tree === null) return { text: null, traceable: null, events: new Map() };
  const text = new Set<string>();
  for (const line of (await readFile(path.join(tree, 'proc/kallsyms'), 'utf8')).split('\n')) {
    const match = /^\S+ [tTwW] (\S+)/.exec(line);
    if (match) text.add(match[1] ?? '');
  }
  const tracing = path.join(tree, 'sys/kernel/tracing');
  const traceable = new Map<string, string | null>();
  for (const line of (await readFile(path.join(tracing, 'available_filter_functions'), 'utf8')).split('\n')) {
    const match = /^(\S+)(?:\s+\[(\w+)\])?$/.exec(line);
    if (match && !match[1]?.startsWith('__ftrace_invalid')) traceable.set(match[1] ?? '', match[2] ?? null);
  }
  return { text, traceable, events: await readEvents(path.join(tracing, 'events')) };
}

async function readEvents(folder: string): Promise<Map<string, string>> {
  const events = new Map<string, string>();
  if (!existsSync(folder)) return events;
  for (const group of (await readdir(folder)).sort()) {
    const names = await readdir(path.join(folder, group)).catch(() => []);
    for (const name of names.sort()) {
      const format = await readFile(path.join(folder, group, name, 'format'), 'utf8').catch(() => null);
      if (format !== null) events.set(`${group}:${name}`, format);
    }
  }
  return events;
}
