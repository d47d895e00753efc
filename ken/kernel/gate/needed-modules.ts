import type { AttachPoint } from './attach-points.ts';
import type { ModuleSymbols } from './module-symbols.ts';

/** A place in the kernel that a program wants to be called from. `name` may be a pattern with `*`, `?` and `[...]`. */
export interface TracedPlace {
  kind: 'function' | 'tracepoint' | 'raw-tracepoint';
  /** Module that the program names itself, or the system of a tracepoint. */
  scope?: string;
  name: string;
}

const scriptKinds: Readonly<Record<string, TracedPlace['kind']>> = {
  ...Object.fromEntries(
    'kprobe k kretprobe kr kfunc f kretfunc fr fentry fexit'.split(' ').map((name) => [name, 'function' as const]),
  ),
  tracepoint: 'tracepoint',
  t: 'tracepoint',
  rawtracepoint: 'raw-tracepoint',
  rt: 'raw-tracepoint',
};

/** Of a bpftrace script: `kprobe:xfs_file_open+4`, `fentry:kvm:vcpu_load`, `tracepoint:kvm:kvm_exit`. */
export function placesOfScript(points: readonly AttachPoint[]): TracedPlace[] {
  return points.flatMap((point) => {
    const [provider = '', ...rest] = point.name.split(':');
    const kind = scriptKinds[provider];
    const name = rest.at(-1)?.replace(/\+\w+$/, '');
    if (kind === undefined || name === undefined || name === '') return [];
    return [{ kind, name, ...(rest.length > 1 ? { scope: rest[0] ?? '' } : {}) }];
  });
}

const sectionKinds: readonly (readonly [RegExp, TracedPlace['kind']])[] = [
  [/^(?:kprobe|kretprobe|fentry|fexit|fmod_ret|kprobe\.multi|kretprobe\.multi|kprobe\.session)$/, 'function'],
  [/^(?:tp|tracepoint)$/, 'tracepoint'],
  [/^(?:raw_tp|raw_tracepoint|tp_btf)$/, 'raw-tracepoint'],
];

/** Of a compiled BPF object: the names of its program sections (libbpf's `SEC()`), which lie in it as plain text. */
export function placesOfObject(object: Uint8Array): TracedPlace[] {
  const text = Buffer.from(object).toString('latin1');
  return [...text.matchAll(/\0\??([a-z_]+(?:\.(?!s\/)[a-z]+)?)(?:\.s)?\/([\w.:/*?+]+)(?=\0)/g)].flatMap(
    ([, section = '', rest = '']) => {
      const kind = sectionKinds.find(([pattern]) => pattern.test(section))?.[1];
      const parts = rest.split(kind === 'tracepoint' ? '/' : ':');
      const name = parts.at(-1)?.replace(/\+\w+$/, '');
      if (kind === undefined || name === undefined || name === '') return [];
      return [{ kind, name, ...(parts.length > 1 ? { scope: parts[0] ?? '' } : {}) }];
    },
  );
}

/** Names of the modules without which those places do not exist, sorted. What the kernel itself has needs none. */
export function neededModules(symbols: ModuleSymbols, places: readonly TracedPlace[]): string[] {
  return [...new Set(places.flatMap((place) => modulesOf(symbols, place)))].sort();
}

function modulesOf(symbols: ModuleSymbols, { kind, scope, name }: TracedPlace): string[] {
  const matches = matcher(name);
  if (kind !== 'function') {
    const inScope = matcher(kind === 'tracepoint' && scope !== undefined ? scope : '*');
    return [...symbols.tracepoints].flatMap(([place, module]) => {
      const [system = '', event = ''] = place.split(':');
      return inScope(system) && matches(event) ? [module] : [];
    });
  }
  if (scope !== undefined) return modulesNamed(symbols, matcher(scope));
  if (!/[*?[]/.test(name)) return symbols.core.has(name) ? [] : [...(symbols.functions.get(name) ?? [])];
  // `*lock*` is about the kernel and would load everything; `xfs_*` is about one module.
  const stem = /^[^*?[]*/.exec(name)?.[0] ?? '';
  if (stem.length < 3 && [...symbols.core].some(matches)) return [];
  return [...symbols.functions].flatMap(([candidate, modules]) => (matches(candidate) ? modules : []));
}

function modulesNamed(symbols: ModuleSymbols, inScope: (module: string) => boolean): string[] {
  return [...new Set([...symbols.functions.values()].flat())].filter(inScope);
}

/** A shell pattern, as tracefs and bpftrace read it. */
function matcher(pattern: string): (name: string) => boolean {
  if (!/[*?[]/.test(pattern)) return (name) => name === pattern;
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  try {
    const expression = new RegExp(`^${source}$`);
    return (name) => expression.test(name);
  } catch {
    return () => false; // an unclosed bracket matches nothing; bpftrace says so itself
  }
}

/** The set-up of a job, with the modules loaded first. Loading one that is there already does nothing. */
export function setupWith(modules: readonly string[], setup: string | undefined): { setup?: string } {
  const steps = [
    ...(modules.length > 0 ? [`modprobe -a ${modules.join(' ')}`] : []),
    ...(setup === undefined ? [] : [setup]),
  ];
  return steps.length > 0 ? { setup: steps.join(' && ') } : {};
}
