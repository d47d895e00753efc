import type { TypeTable } from '../../btf/type-table.ts';
import type { MutableSource } from '../mutable-source.ts';
import { type Mutation, replacement } from '../mutant.ts';

/** Another member of the same structure and size, or none. */
export type SiblingOf = (name: string) => readonly string[];

/** A member of a kernel structure becomes a sibling of the same size. */
export function mutateFields({ code, text }: MutableSource, siblingsOf: SiblingOf): Mutation[] {
  return [...code.matchAll(/(?<=[\w)\]]\s*(?:\.|->)\s*)(?<!\bargs(?:\.|->))[A-Za-z_]\w*(?!\s*\()/g)].flatMap(
    ({ 0: word, index }) =>
      siblingsOf(word).map((other) => replacement('field', text, index, index + word.length, other)),
  );
}

/**
 * Siblings from the kernel's types. A name says not which structure it is a member of: those that few structures hold
 * give one sibling each, and the compiler refuses what does not belong. Names that many structures hold give none.
 */
export function siblingsFromTypes(types: TypeTable, names: ReadonlySet<string>, mostRecords = 3): SiblingOf {
  const found = new Map<string, string[]>();
  for (let id = 1; id < types.count; id += 1) {
    const type = types.type(id);
    if (type.kind !== 'struct' && type.kind !== 'union') continue;
    for (const member of type.members) {
      if (!names.has(member.name)) continue;
      const size = types.size(member.type);
      const sibling = type.members.find(
        (each) => each.name !== member.name && each.name !== '' && each.bitSize === 0 && types.size(each.type) === size,
      );
      if (sibling) found.set(member.name, [...(found.get(member.name) ?? []), sibling.name]);
    }
  }
  return (name) => {
    const known = customary.get(name);
    const siblings = found.get(name) ?? [];
    if (known !== undefined) return [known];
    return siblings.length <= mostRecords ? [...new Set(siblings)] : [];
  };
}

/** Pairs that are often mistaken for each other, where the structure's first sibling would say less. */
const customary = new Map(
  [
    ['skc_dport', 'skc_num'],
    ['skc_daddr', 'skc_rcv_saddr'],
    ['tgid', 'pid'],
    ['i_uid', 'i_gid'],
    ['prev_pid', 'next_pid'],
    ['prev_comm', 'next_comm'],
    ['f_pos', 'f_version'],
  ].flatMap(([one, other]): [string, string][] =>
    one === undefined || other === undefined
      ? []
      : [
          [one, other],
          [other, one],
        ],
  ),
);
