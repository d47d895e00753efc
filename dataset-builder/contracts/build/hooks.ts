import type { Contract, HookKind } from '../../../ken/verifier/contracts/contract.ts';
import type { SourceFunction } from '../functions/source-function.ts';
import type { KernelSymbols } from '../kernel/symbols.ts';

/**
 * How a function of BTF can be hooked, and why not. A kernel without KPROBE_EVENTS_ON_NOTRACE lets programs probe what
 * ftrace lists and nothing else (kernel/trace/trace_kprobe.c: within_notrace_func).
 */
export function hooksOf(
  name: string,
  source: SourceFunction | null,
  { text, traceable }: KernelSymbols,
  is: { module: string | null; helper: boolean; kfunc: boolean },
): Pick<Contract, 'hooks' | 'missing'> {
  const hooks: HookKind[] = [];
  const missing: Record<string, string> = {};
  const isInit = source?.attributes.some((attribute) => /^__(?:init|exit|meminit)\b/.test(attribute)) ?? false;
  const reason =
    traceable === null
      ? null
      : traceable.get(name) === is.module
        ? null
        : isInit
          ? 'init'
          : text?.has(name) === true
            ? 'notrace'
            : 'no-symbol';
  if (reason === null && !(traceable === null && isInit)) hooks.push('kprobe', 'kretprobe', 'fentry', 'fexit');
  else for (const kind of ['kprobe', 'kretprobe', 'fentry', 'fexit']) missing[kind] = reason ?? 'init';
  if (traceable === null) missing['lists'] = 'no running kernel was asked';
  if (name.startsWith('bpf_lsm_')) hooks.push('lsm');
  if (/^__(?:x64|ia32)_(?:compat_)?sys_/.test(name)) hooks.push('syscall');
  if (name.startsWith('__traceiter_')) hooks.push('raw-tracepoint');
  if (is.helper) hooks.push('helper');
  if (is.kfunc) hooks.push('kfunc');
  return { hooks, missing };
}
