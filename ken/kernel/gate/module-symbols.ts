import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What the modules of the guest's kernel offer to probes, beyond the kernel itself. */
export interface ModuleSymbols {
  /** Function -> the modules that have one of this name and may be traced there. */
  functions: ReadonlyMap<string, readonly string[]>;
  /** `system:event` -> its module. */
  tracepoints: ReadonlyMap<string, string>;
  /** Functions of the kernel itself. */
  core: ReadonlySet<string>;
}

const known = new Map<string, Promise<ModuleSymbols>>();

/**
 * Reads `/proc/kallsyms` and tracefs' `available_events` of a kernel that has its modules loaded, once per folder.
 * @param tree folder with the guest's files, see `GuestIdentity.tree`
 */
export function moduleSymbols(tree: string): Promise<ModuleSymbols> {
  const symbols = known.get(tree) ?? readSymbols(tree);
  known.set(tree, symbols);
  return symbols;
}

async function readSymbols(tree: string): Promise<ModuleSymbols> {
  const [symbols, events] = await Promise.all(
    ['proc/kallsyms', 'sys/kernel/tracing/available_events'].map((file) => readFile(path.join(tree, file), 'latin1')),
  );
  return parseModuleSymbols(symbols ?? '', events ?? '');
}

/** Lines of kallsyms are `ADDRESS TYPE NAME`, and a tab and `[MODULE]` for a module's (kernel/kallsyms.c, s_show). */
export function parseModuleSymbols(kallsyms: string, availableEvents: string): ModuleSymbols {
  const functions = new Map<string, string[]>();
  const moduleOfEvent = new Map<string, string>();
  const core = new Set<string>();
  for (const [, type = '', name = '', module] of kallsyms.matchAll(/^\w+ (\w) (\S+)(?:\t\[(.+)\])?$/gm)) {
    const event = /^__tracepoint_(.+)$/.exec(name)?.[1];
    if (module !== undefined && event !== undefined) moduleOfEvent.set(event, module);
    if (!/[tTwW]/.test(type) || module === 'bpf') continue;
    if (module === undefined) core.add(name);
    else functions.set(name, [...(functions.get(name) ?? []), module]);
  }
  const tracepoints = new Map<string, string>();
  for (const [place, event = ''] of availableEvents.matchAll(/^[\w-]+:(\S+)$/gm)) {
    const module = moduleOfEvent.get(event);
    if (module !== undefined) tracepoints.set(place, module);
  }
  return { functions, tracepoints, core };
}
