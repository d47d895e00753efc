import type { BpfObject, DataSection } from '../../elf/object.ts';

/** What bpftrace writes into the program's constants before it loads it: how many CPUs there are. Here it is one. */
const constants: ReadonlyMap<string, number> = new Map([
  ['num_cpus', 1],
  ['max_cpu_id', 0],
]);

/** The object as bpftrace loads it on a machine with one CPU, which is what the events of a history are assumed to run on. */
export function onOneCpu(object: BpfObject): BpfObject {
  return { ...object, sections: object.sections.map(withConstants) };
}

function withConstants(section: DataSection): DataSection {
  const bytes = Uint8Array.from(section.bytes);
  if (section.readOnly) {
    for (const [name, offset] of section.variables ?? []) {
      const value = constants.get(name);
      if (value !== undefined && offset < bytes.length) bytes[offset] = value;
    }
  }
  return { ...section, bytes };
}
