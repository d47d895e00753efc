import type { TypeTable } from '../btf/type-table.ts';
import type { ProgramFunction } from '../compile/compiled.ts';
import type { TypedNode } from '../compile/typed-tree.ts';
import { contextField, type ContextField } from './context-field.ts';
import { sourceAliases } from './source-aliases.ts';

/** What the inputs of a probe are called in its source. */
export interface ProbeNames {
  /** An input as in helpers/input-names.ts, without the event; null when it has no better name. */
  input(name: string): InputName | null;
  /** Whether the source says this word anywhere. */
  mentions(word: string): boolean;
}

export interface InputName {
  name: string;
  typeName: string | null;
  /** What it points to, in the kernel's types. */
  pointee: number | null;
}

export interface NamingSources {
  probe: ProgramFunction;
  /** The typed tree of the whole program; null for libbpf. */
  tree: TypedNode | null;
  kernelTypes: TypeTable | null;
  /** Text of a tracepoint's format file, or null: `sched`, `sched_switch`. */
  tracepointFormat: (category: string, event: string) => string | null;
  /** The program's text. */
  text: string;
}

const names: Readonly<Record<string, string>> = { cpu: 'cpu', cgroup: 'cgroup', task: 'curtask' };

export function probeNames({ probe, tree, kernelTypes, tracepointFormat, text }: NamingSources): ProbeNames {
  const block = tree?.children.filter(({ kind }) => kind === 'probe')[probe.probe];
  const aliases = block ? sourceAliases(block) : new Map<string, never>();
  const words = new Set(text.match(/\w+/g));
  const structure = (name: string | null): number | null =>
    name === null || !kernelTypes ? null : (kernelTypes.byName(name, 'struct') ?? kernelTypes.byName(name, 'union'));
  const aliased = (field: ContextField): InputName => {
    const alias = field.spellings.map((spelling) => aliases.get(spelling)).find((found) => found !== undefined);
    return {
      name: alias?.name ?? field.spellings.find((each) => words.has(each)) ?? field.spellings[0] ?? '',
      typeName: field.typeName,
      pointee: structure(alias?.pointee ?? null) ?? field.pointee,
    };
  };
  return {
    mentions: (word) => words.has(word.replace(/\[.*$/, '')),
    input: (name) => {
      const offset = /^context\+(\d+)$/.exec(name)?.[1];
      if (offset !== undefined) {
        const field = contextField(Number(offset), { probe, kernelTypes, tracepointFormat });
        return field && aliased(field);
      }
      if (name === 'task')
        return aliased({ spellings: ['curtask'], typeName: null, pointee: structure('task_struct') });
      if (/^(?:ktime|boottime|coarse|tai)!/.test(name)) return plain('nsecs');
      if (name.startsWith('prandom!')) return plain('rand');
      const cleared = /^(clear|zero)!AT_(.*)$/.exec(name);
      if (cleared) return plain(`${cleared[1]}(@${cleared[2]}) was done`);
      const own = names[name];
      return own === undefined ? null : plain(own);
    },
  };
}

const plain = (name: string): InputName => ({ name, typeName: null, pointee: null });
