import type { Compiler } from '../compile/compiler.ts';
import type { Compiled } from '../compile/compiled.ts';
import type { ExplorationOptions } from '../executor/exploration.ts';
import type { BpfObject } from '../elf/object.ts';
import { searchAsserts, type SearchLimits } from './assert-search.ts';
import type { VerificationInput } from './verification-input.ts';

export interface UnsetVariableParts {
  compiler: Pick<Compiler, 'compile'>;
  load: (compiled: Compiled) => Promise<BpfObject>;
  exploration: ExplorationOptions;
  limits?: SearchLimits;
}

/**
 * Asserts that hold only because a variable without a value is undefined in C, so that the compiler may take it for the
 * value which the assert wants: by annotation id, with the reason. Found by clang's warnings, and by a second compile
 * in which such variables hold a pattern; an assert that fails there is not proved.
 */
export async function assertsOnUnsetVariables(
  input: VerificationInput,
  { compiler, load, exploration, limits }: UnsetVariableParts,
): Promise<Map<number, string>> {
  const { compiled, annotations } = input;
  if (compiled.framework !== 'libbpf') return new Map();
  const warned = /^\S*?:(\d+):\d+: warning: (variable '[^'\n]{1,200}' (?:is|may be) (?:used )?uninitialized)/m.exec(
    compiled.log,
  );
  if (warned) {
    const reason = `line ${warned[1]}: ${warned[2]}, which is undefined in C, so the compiler may have removed this check; give it a value`;
    return new Map(annotations.map(({ id }) => [id, reason]));
  }
  const filled = await compiler.compile({ framework: 'libbpf', text: compiled.text }, { fillVariables: true });
  if (filled.status !== 'compiled') return new Map();
  const object = await load(filled);
  if (sameCode(object, input.object)) return new Map();
  const { asserts } = await searchAsserts({ ...input, compiled: filled, object }, exploration, limits);
  const reason =
    'it fails when variables that have no value on some path hold anything, which is undefined in C; give them a value';
  return new Map([...asserts].flatMap(([id, { reachable }]) => (reachable.length > 0 ? [[id, reason]] : [])));
}

function sameCode(one: BpfObject, other: BpfObject): boolean {
  const code = ({ functions }: BpfObject): string =>
    JSON.stringify(
      functions.map(({ name, instructions }) => [name, instructions]),
      (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value),
    );
  return code(one) === code(other);
}
