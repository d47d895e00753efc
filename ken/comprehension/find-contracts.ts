import { attachPoints } from '../kernel/gate/attach-points.ts';
import { lexicalRegions } from '../kernel/normalise/lexical-regions.ts';
import type { Program } from '../program.ts';
import type { ContractStore } from '../verifier/contracts/contract-store.ts';
import type { Contract } from '../verifier/contracts/contract.ts';

/** A place in the kernel that a program attaches to. */
export interface Hook {
  /** As the program writes it. */
  text: string;
  kind: 'function' | 'function-return' | 'event' | 'raw-event' | 'lsm' | 'other';
  /** Name of the function, `group:event`, or the name of the event. May hold `*` and `?`. */
  target: string;
  /** Line of the program, from 1; 0: it does not come from one. */
  line: number;
}

export interface FoundContract {
  contract: Contract;
  /** How the hook led to it; empty: by its own name. */
  through: string;
}

/** Functions that one wildcard may name before the rest is left out. */
export const mostMatches = 50;

/** The hooks of a program, by its real structure: several on a line, wildcards, quoted names, comments. */
export function hooksOf({ text, framework }: Program): Hook[] {
  if (framework === 'bpftrace') return attachPoints(text).map(({ name, line }) => ({ ...readHook(name), line }));
  const code = lexicalRegions(text)
    .map(({ kind, start, end }) =>
      kind === 'comment' ? text.slice(start, end).replace(/[^\n]/g, ' ') : text.slice(start, end),
    )
    .join('');
  return [...code.matchAll(/\bSEC\s*\(\s*"([^"]+)"\s*\)/g)].map((match) => ({
    ...readHook(match[1] ?? ''),
    line: code.slice(0, match.index).split('\n').length,
  }));
}

/** Reads a hook as bpftrace (`kprobe:tcp_connect`) or libbpf (`fentry/tcp_connect`) writes it, or a bare name. */
export function readHook(text: string): Omit<Hook, 'line'> {
  const parts = text.replaceAll('/', ':').split(':');
  const [head = '', ...rest] = parts;
  const last = (rest.at(-1) ?? '').replace(/\+(?:0x)?[\da-fA-F]+$/, '');
  const kind = kindOf[head];
  if (kind === undefined) {
    if (rest.length === 0) return { text, kind: 'function', target: head };
    return { text, kind: rest.length === 1 && /^\w+$/.test(head) ? 'event' : 'other', target: text };
  }
  if (kind === 'event') return { text, kind, target: rest.slice(0, 2).join(':') };
  if (kind === 'lsm') return { text, kind, target: `bpf_lsm_${last}` };
  const isCall = head === 'ksyscall' || head === 'kretsyscall';
  return { text, kind, target: isCall ? `__x64_sys_${last}` : last };
}

const kindOf: Readonly<Record<string, Hook['kind']>> = {
  ...Object.fromEntries(
    ['kprobe', 'k', 'fentry', 'kfunc', 'f', 'ksyscall', 'fmod_ret', 'kprobe.multi', 'fentry.s'].map((name) => [
      name,
      'function',
    ]),
  ),
  ...Object.fromEntries(
    ['kretprobe', 'kr', 'fexit', 'kretfunc', 'fr', 'kretsyscall', 'kretprobe.multi', 'fexit.s'].map((name) => [
      name,
      'function-return',
    ]),
  ),
  ...Object.fromEntries(['tracepoint', 't', 'tp'].map((name) => [name, 'event'])),
  ...Object.fromEntries(
    ['rawtracepoint', 'rt', 'raw_tp', 'raw_tracepoint', 'tp_btf', 'raw_tp.w'].map((name) => [name, 'raw-event']),
  ),
  lsm: 'lsm',
  'lsm.s': 'lsm',
  ...Object.fromEntries(
    [
      'uprobe',
      'uretprobe',
      'u',
      'ur',
      'usdt',
      'U',
      'interval',
      'i',
      'profile',
      'p',
      'hardware',
      'h',
      'software',
      's',
    ].map((name) => [name, 'other']),
  ),
  ...Object.fromEntries(
    ['BEGIN', 'END', 'begin', 'end', 'self', 'watchpoint', 'w', 'iter', 'xdp', 'tc', 'socket', 'cgroup'].map((name) => [
      name,
      'other',
    ]),
  ),
};

/** The contracts that a hook leads to: by its name, by the name of what it is a variant of, by what implements it. */
export function contractsOfHook(hook: string | Hook, store: ContractStore): FoundContract[] {
  const { kind, target } = typeof hook === 'string' ? readHook(hook) : hook;
  if (kind === 'other') return [];
  if (/[*?[]/.test(target)) return matching(target, store);
  const own = kind === 'raw-event' ? null : store.find(target);
  const found: FoundContract[] = own ? [{ contract: own, through: '' }] : [];
  for (const { name, through } of relatives(kind, target, store)) {
    const contract = found.some((each) => each.contract.name === name) ? null : store.find(name);
    if (!contract) continue;
    // A variant stands in for what is missing; an implementation adds to the event.
    if (own && kind !== 'event' && !isSystemCall(target)) break;
    found.push({ contract, through });
    if (kind !== 'event' && !isSystemCall(target)) break;
  }
  return found;
}

function matching(pattern: string, store: ContractStore): FoundContract[] {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`);
  const found: FoundContract[] = [];
  for (const name of store.names()) {
    if (!expression.test(name)) continue;
    const contract = store.find(name);
    if (contract) found.push({ contract, through: `matches ${pattern}` });
    if (found.length >= mostMatches) break;
  }
  return found;
}

function* relatives(
  kind: Hook['kind'],
  target: string,
  store: ContractStore,
): Generator<{ name: string; through: string }> {
  if (kind === 'event') {
    const call = /^syscalls:sys_(?:enter|exit)_(\w+)$/.exec(target)?.[1];
    if (call !== undefined) for (const name of implementations(call)) yield { name, through: `implements ${target}` };
    return;
  }
  if (kind === 'raw-event') {
    for (const name of store.names())
      if (name.endsWith(`:${target}`)) yield { name, through: `the event of ${target}` };
    yield { name: `__traceiter_${target}`, through: `calls the probes of ${target}` };
    return;
  }
  const base = target.replace(/(?:\.(?:constprop|isra|part|cold|llvm)(?:\.\d+)?)+$/, '');
  // Since 6.10 the allocators are macros around functions of this name (include/linux/alloc_tag.h).
  yield { name: `${base}_noprof`, through: `${target} is a macro around it` };
  if (base !== target) yield { name: base, through: `${target} is a copy that the compiler made of it` };
  const call = /^(?:(?:__(?:x64|ia32|arm64|s390x?)_)?(?:__?do_|__?se_|__)?sys_|SyS_|do_sys_|ksys_)(\w+)$/.exec(
    base,
  )?.[1];
  if (call !== undefined)
    for (const name of implementations(call)) yield { name, through: `of the same system call as ${target}` };
}

function implementations(call: string): string[] {
  return ['__x64_sys_', '__do_sys_', '__se_sys_', 'ksys_', 'do_sys_', '__sys_', 'do_'].map((prefix) => prefix + call);
}

function isSystemCall(name: string): boolean {
  return /sys_/.test(name);
}
