import type { TypeTable } from '../../btf/type-table.ts';
import { MalformedObject } from '../../malformed-object.ts';
import type { CoreRelocation } from '../object.ts';
import { type AccessPath, parseAccess } from './access-path.ts';
import { essentialName } from './essential-name.ts';
import { fieldValue } from './field-value.ts';
import { matchPath } from './match-path.ts';
import { typesCompatible } from './types-compatible.ts';
import { typesMatch } from './types-match.ts';

/** The number to put into the instruction, or why there is none. */
export type Resolution =
  | {
      status: 'resolved';
      value: bigint;
      /** Bytes of the field in the object and in the kernel, when an access must change with it. */
      sizes: { local: number; target: number; adjustable: boolean } | null;
    }
  | { status: 'unresolved'; reason: string };

/** Finds the one answer that all types of the kernel with the right name give. Never throws for what an object says. */
export function resolve(relocation: CoreRelocation, local: TypeTable, target: TypeTable): Resolution {
  try {
    return resolveValid(relocation, local, target);
  } catch (error) {
    if (error instanceof MalformedObject) return { status: 'unresolved', reason: error.reason };
    throw error;
  }
}

function resolveValid(relocation: CoreRelocation, local: TypeTable, target: TypeTable): Resolution {
  const { kind, typeId } = relocation;
  if (kind === 'type-id-local') return number(typeId);
  const found: Resolution[] = [];
  for (const candidate of candidatesOf(typeId, local, target)) {
    const answer = answerOf(relocation, local, target, candidate);
    if (answer) found.push(answer);
  }
  const [first] = found;
  if (first === undefined) return absent(relocation, local);
  const different = found.some((other) => !same(first, other));
  if (different) return { status: 'unresolved', reason: `${name(relocation, local)} is ambiguous in the kernel's BTF` };
  return first;
}

/** Types of the kernel with the same name, up to a suffix that begins with three underscores, and the same kind. */
function candidatesOf(typeId: number, local: TypeTable, target: TypeTable): readonly number[] {
  const { name: localName, kind } = local.type(typeId);
  return target.allByName(essentialName(localName), kind === 'enum64' ? 'enum' : kind);
}

/** What one candidate gives; null when it does not fit. */
function answerOf(
  { kind, typeId, access }: CoreRelocation,
  local: TypeTable,
  target: TypeTable,
  candidate: number,
): Resolution | null {
  switch (kind) {
    case 'type-id-target':
    case 'type-exists':
    case 'type-size':
      if (!typesCompatible(local, typeId, target, candidate)) return null;
      if (kind === 'type-exists') return number(1);
      return number(kind === 'type-size' ? (target.size(candidate) ?? 0) : candidate);
    case 'type-matches':
      return typesMatch(local, typeId, target, candidate) ? number(1) : null;
    case 'enum-value-exists':
    case 'enum-value': {
      const value = enumValue(local, typeId, access, target, candidate);
      if (value === null) return null;
      return kind === 'enum-value' ? { status: 'resolved', value, sizes: null } : number(1);
    }
    case 'type-id-local':
      return number(typeId);
    default: {
      const path = parseAccess(local, typeId, access);
      const matched = matchPath(local, path, target, candidate);
      if (matched === null) return null;
      return kind === 'field-exists' ? number(1) : fieldValue(kind, local, path, target, matched);
    }
  }
}

function enumValue(
  local: TypeTable,
  typeId: number,
  access: string,
  target: TypeTable,
  candidate: number,
): bigint | null {
  const own = local.type(local.strip(typeId));
  const other = target.type(target.strip(candidate));
  if (!('values' in own) || !('values' in other)) return null;
  const wanted = own.values[Number(access)];
  if (wanted === undefined) return null;
  const wantedName = essentialName(wanted.name);
  return other.values.find((each) => essentialName(each.name) === wantedName)?.value ?? null;
}

/** Nothing fits: questions for existence say no, the others have no answer. */
function absent(relocation: CoreRelocation, local: TypeTable): Resolution {
  switch (relocation.kind) {
    case 'field-exists':
    case 'enum-value-exists':
    case 'type-exists':
    case 'type-matches':
    case 'type-size':
    case 'type-id-target':
      return number(0);
    default:
      return { status: 'unresolved', reason: `the kernel has no ${name(relocation, local)}` };
  }
}

function same(a: Resolution, b: Resolution): boolean {
  if (a.status !== 'resolved' || b.status !== 'resolved') return a.status === b.status;
  return a.value === b.value && a.sizes?.target === b.sizes?.target;
}

function number(value: number): Resolution {
  return { status: 'resolved', value: BigInt(value), sizes: null };
}

function name({ kind, typeId, access }: CoreRelocation, local: TypeTable): string {
  const type = local.describe(typeId);
  if (kind.startsWith('type')) return type;
  if (kind.startsWith('enum')) return `value ${access} of ${type}`;
  const path: AccessPath = parseAccess(local, typeId, access);
  return `field ${path.steps.map((step) => ('member' in step ? step.member : `[${step.index}]`)).join('.')} of ${type}`;
}
