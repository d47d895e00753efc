import type { OutputAction, OutputArgument, OutputFormat } from '../compiled.ts';
import { type TypedNode, walk } from '../typed-tree.ts';

/**
 * The records that a program writes, with the ids that bpftrace 0.23 gives them (its `AsyncAction`): printf, system and
 * cat have one id for each call, in the order of the source; the others have one id for all calls. Maps are numbered by
 * their first print, clear or zero.
 */
export function outputFormats(program: TypedNode): OutputFormat[] {
  const counts = new Map<OutputAction, number>();
  const maps = new Map<string, number>();
  const found: OutputFormat[] = [];
  const probes = program.children.filter(({ kind }) => kind === 'probe');
  for (const [probe, root] of probes.entries()) {
    for (const node of walk(root)) {
      const action = actionOf(node);
      if (!action) continue;
      const index = counts.get(action) ?? 0;
      counts.set(action, index + 1);
      const [first, ...rest] = node.children;
      const isFormatted = firstIsFormat.includes(action) && first?.kind === 'string';
      const shown = isFormatted ? rest : node.children;
      const map = mapActions.includes(action) && first ? numbered(maps, first.text) : null;
      found.push({
        action,
        id: firstIds[action] + (countedActions.includes(action) ? index : 0),
        index,
        format: isFormatted ? first.text : '',
        arguments: shown.map(argumentOf),
        probe,
        ...(map === null ? {} : { map }),
        ...(node.line === undefined ? {} : { line: node.line }),
      });
    }
  }
  return found;
}

const firstIds: Readonly<Record<OutputAction, number>> = {
  printf: 0,
  system: 10_000,
  cat: 20_000,
  exit: 30_000,
  'print-map': 30_001,
  'clear-map': 30_002,
  'zero-map': 30_003,
  time: 30_004,
  join: 30_005,
  'helper-error': 30_006,
  'print-value': 30_007,
  'skb-output': 30_011,
};

const countedActions: readonly OutputAction[] = ['printf', 'system', 'cat'];
const firstIsFormat: readonly OutputAction[] = ['printf', 'system', 'cat', 'time'];
const mapActions: readonly OutputAction[] = ['print-map', 'clear-map', 'zero-map'];

function actionOf(node: TypedNode): OutputAction | null {
  if (node.kind !== 'call') return null;
  const [first] = node.children;
  // `print(@m[k])` shows one value, `print(@m)` of a map with keys the whole map.
  if (node.text === 'print') return first?.kind === 'map' && first.children.length === 0 ? 'print-map' : 'print-value';
  return calls[node.text] ?? null;
}

const calls: Readonly<Record<string, OutputAction>> = {
  printf: 'printf',
  system: 'system',
  cat: 'cat',
  exit: 'exit',
  clear: 'clear-map',
  zero: 'zero-map',
  time: 'time',
  join: 'join',
  skboutput: 'skb-output',
};

function numbered(maps: Map<string, number>, name: string): { name: string; number: number } {
  const number = maps.get(name) ?? maps.size;
  maps.set(name, number);
  return { name, number };
}

function argumentOf(node: TypedNode): OutputArgument {
  return { type: node.type ?? '', node };
}
