import type { BpfFunction, BpfObject } from '../../elf/object.ts';
import type { UndefinedSite } from './undefined-sites.ts';

/** A division or shift by a register in the bytecode; line and column are 0 without line information. */
export interface ObjectSite {
  kind: UndefinedSite['kind'];
  line: number;
  column: number;
}

/** The divisions and shifts by a register of a function and of those that it calls. */
export function objectSites(object: BpfObject, name: string, visited: Set<string> = new Set()): ObjectSite[] {
  const found = object.functions.find((each) => each.name === name);
  if (!found || visited.has(name)) return [];
  visited.add(name);
  const called = [...found.references.values()].flatMap((reference) =>
    reference.kind === 'function' ? objectSites(object, reference.function, visited) : [],
  );
  return [...sitesIn(found, object), ...called];
}

export function sitesIn({ name, instructions }: BpfFunction, { lines }: BpfObject): ObjectSite[] {
  const own = lines.filter((each) => each.function === name);
  return instructions.flatMap((instruction, index): ObjectSite[] => {
    if (instruction.kind !== 'alu' || instruction.source.kind !== 'register') return [];
    const kind = kindOf(instruction.operation);
    if (!kind) return [];
    const info = own.filter((each) => each.instruction <= index).at(-1);
    return [{ kind, line: info?.line ?? 0, column: info?.column ?? 0 }];
  });
}

function kindOf(operation: string): UndefinedSite['kind'] | null {
  if (/divide|modulo/.test(operation)) return 'division';
  return operation.includes('shift') ? 'shift' : null;
}
