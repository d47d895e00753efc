import { registerAt } from '../btf/pt-regs.ts';
import { parseTracepointFormat } from '../btf/tracepoint-format.ts';
import type { TypeTable } from '../btf/type-table.ts';
import type { ProgramFunction } from '../compile/compiled.ts';

/** What lies at an offset of a probe's context. */
export interface ContextField {
  /** Ways to write it, the usual one first: `arg0`, `sk`. */
  spellings: string[];
  typeName: string | null;
  /** What it points to, in the kernel's types. */
  pointee: number | null;
}

export interface ContextSources {
  probe: ProgramFunction;
  kernelTypes: TypeTable | null;
  tracepointFormat: (category: string, event: string) => string | null;
}

/** The field at a multiple of eight bytes, or null when nothing is known of it. */
export function contextField(offset: number, sources: ContextSources): ContextField | null {
  const { probe, kernelTypes } = sources;
  const [kind = '', ...rest] = probe.target.split(/[:/]/);
  const place = rest.at(-1) ?? '';
  switch (probe.kind) {
    case 'kprobe':
    case 'uprobe':
    case 'kretprobe':
    case 'uretprobe':
      return registerField(offset, probe, place, kernelTypes);
    case 'fentry':
    case 'fexit':
    case 'raw-tracepoint':
      return argumentField(offset / 8, place, kind, kernelTypes);
    case 'tracepoint':
      return tracepointField(offset, rest, sources);
    default:
      return null;
  }
}

function registerField(
  offset: number,
  { kind }: ProgramFunction,
  place: string,
  types: TypeTable | null,
): ContextField | null {
  const register = registerAt(offset);
  if (register === null) return null;
  const prototype = kind === 'kprobe' || kind === 'kretprobe' ? prototypeOf(place, types) : null;
  if (register === 'retval') return { spellings: [register, 'ret'], ...typed(prototype?.returns ?? null, types) };
  const index = /^arg(\d)$/.exec(register)?.[1];
  const parameter = index === undefined ? undefined : prototype?.parameters[Number(index)];
  return {
    spellings: [register, ...(parameter && parameter.name !== '' ? [parameter.name] : [])],
    ...typed(parameter?.type ?? null, types),
  };
}

function argumentField(index: number, place: string, kind: string, types: TypeTable | null): ContextField | null {
  const prototype = prototypeOf(place, types);
  if (!prototype) return { spellings: [`arg${index}`], typeName: null, pointee: null };
  const parameter = prototype.parameters[index];
  if (!parameter) {
    return { spellings: ['retval', 'ret'], ...typed(prototype.returns, types) };
  }
  const name = parameter.name === '' ? `arg${index}` : parameter.name;
  return { spellings: [`args.${name}`, name, `${kind} argument ${name}`].slice(0, 2), ...typed(parameter.type, types) };
}

function tracepointField(offset: number, [category, event]: string[], sources: ContextSources): ContextField | null {
  const format = category !== undefined && event !== undefined ? sources.tracepointFormat(category, event) : null;
  if (format === null) return null;
  const inside = parseTracepointFormat(format).fields.filter(
    (each) => each.offset >= offset && each.offset < offset + 8 && !each.common,
  );
  const [field] = inside;
  if (!field) return null;
  // A word of the context may hold several small fields: then their names stand side by side.
  const name = inside.length === 1 ? field.name : `{${inside.map((each) => each.name).join(', ')}}`;
  return { spellings: [`args.${name}`, name], typeName: inside.length === 1 ? field.type : null, pointee: null };
}

interface Prototype {
  returns: number;
  parameters: readonly { name: string; type: number }[];
}

function prototypeOf(place: string, types: TypeTable | null): Prototype | null {
  const id = types?.byName(place.replace(/\+\d+$/, ''), 'function') ?? null;
  const type = id === null ? undefined : types?.type(id);
  const prototype = type?.kind === 'function' ? types?.type(type.type) : undefined;
  return prototype?.kind === 'function-prototype' ? prototype : null;
}

function typed(id: number | null, types: TypeTable | null): Pick<ContextField, 'typeName' | 'pointee'> {
  if (id === null || id === 0 || !types) return { typeName: null, pointee: null };
  const type = types.type(types.strip(id));
  return { typeName: types.describe(id), pointee: type.kind === 'pointer' ? types.strip(type.type) : null };
}
