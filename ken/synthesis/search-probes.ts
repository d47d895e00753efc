import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Framework } from '../program.ts';

/** A place of the target kernel that a program can be attached to. */
interface Place {
  kind: 'kprobe' | 'tracepoint';
  /** `tcp_connect`, `sched:sched_switch`. */
  name: string;
  /** Its words: `tcp`, `connect`. */
  words: readonly string[];
}

export interface ProbeIndex {
  /** Attach points whose names share the rarest words with a request, best first, as the framework writes them. */
  search(request: string, framework: Framework, count: number): string[];
}

const known = new Map<string, Promise<ProbeIndex>>();

/**
 * An index of the kernel's traceable functions and tracepoints, read once per folder.
 * @param tree folder with the guest's files, see `GuestIdentity.tree`
 */
export function openProbeIndex(tree: string): Promise<ProbeIndex> {
  const index = known.get(tree) ?? readPlaces(tree).then(indexPlaces);
  known.set(tree, index);
  return index;
}

async function readPlaces(tree: string): Promise<{ functions: string[]; events: string[] }> {
  const tracing = path.join(tree, 'sys', 'kernel', 'tracing');
  const lines = async (file: string): Promise<string[]> =>
    (await readFile(path.join(tracing, file), 'latin1')).split('\n').filter((line) => line !== '');
  // A module's function is followed by a tab and `[module]`.
  const functions = (await lines('available_filter_functions')).map((line) => line.split(/\s/)[0] ?? '');
  return { functions, events: await lines('available_events') };
}

/** The weight of a word is its inverse document frequency over all places; long names do not win by length. */
export function indexPlaces({ functions, events }: { functions: string[]; events: string[] }): ProbeIndex {
  const places: Place[] = [
    ...functions.map((name) => ({ kind: 'kprobe' as const, name, words: wordsOf(name) })),
    ...events.map((name) => ({ kind: 'tracepoint' as const, name, words: wordsOf(name) })),
  ];
  const frequency = new Map<string, number>();
  for (const { words } of places) for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const weight = (word: string): number => Math.log(places.length / (frequency.get(word) ?? places.length));
  return {
    search(request, framework, count) {
      const asked = new Set(wordsOf(request));
      return places
        .map((place) => ({ place, score: scoreOf(place, asked, weight) }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score || (a.place.name < b.place.name ? -1 : 1))
        .slice(0, count)
        .map(({ place }) => attachPoint(place, framework));
    },
  };
}

function scoreOf({ words }: Place, asked: ReadonlySet<string>, weight: (word: string) => number): number {
  const shared = words.filter((word) => asked.has(word));
  return shared.reduce((sum, word) => sum + weight(word), 0) / Math.sqrt(words.length);
}

/** Lower-case words without their commonest English endings, each once. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z][a-z0-9]+/g) ?? [];
  return [...new Set(words.map((word) => (word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, '') : word)))];
}

function attachPoint({ kind, name }: Place, framework: Framework): string {
  return framework === 'bpftrace' ? `${kind}:${name}` : `${kind}/${name.replace(':', '/')}`;
}
