import { afterAll, expect, it } from 'vitest';
import { contextWord, mapWord, ofEvent } from '../helpers/input-names.ts';
import { generateProgram, type TestProgram } from '../isa/differential/generate.ts';
import { interpreterAnswer } from '../isa/differential/interpreter-answer.ts';
import { layout } from '../isa/differential/layout.ts';
import { objectOf } from '../isa/differential/object-of.ts';
import { openSolver } from '../solver/open-solver.ts';
import { type Model, modelOf } from '../terms/model.ts';
import { TermStore } from '../terms/term-store.ts';
import type { FinishedPath } from './exploration.ts';
import { explore } from './explore.ts';

const solver = await openSolver();
afterAll(() => solver.close());

/** The inputs of a generated program as a model; what it does not mention is 0: empty maps. */
function inputsOf({ memory, context }: TestProgram): Model {
  const word = (bytes: Uint8Array, offset: number): bigint => Buffer.from(bytes).readBigUInt64LE(offset);
  const offsets = (bytes: Uint8Array): number[] => Array.from({ length: bytes.length / 8 }, (_, index) => index * 8);
  return modelOf({
    variables: new Map(offsets(context).map((at) => [ofEvent(1, contextWord(at)), word(context, at)])),
    functions: new Map(offsets(memory).map((at) => [mapWord('state', 4, at, 8), new Map([['0', word(memory, at)]])])),
  });
}

/** The answer in the words of the interpreter's tests, from the one path that these inputs take. */
function answerOf({ returned, maps }: FinishedPath, model: Model): string {
  if (returned === null) return 'nothing returned';
  const contents = (name: string): Map<bigint, string> =>
    new Map(
      (maps.get(name)?.entries ?? [])
        .filter(({ present }) => model.holds(present))
        .map(({ key, value }) => [BigInt(model.value(key)), Buffer.from(value.valueIn(model)).toString('hex')]),
    );
  const [state, array, hash] = [contents('state'), contents('array'), contents('hash')];
  const indexes = (count: number): bigint[] => Array.from({ length: count }, (_, index) => BigInt(index));
  const zero = '00'.repeat(8);
  return [
    'ok',
    (BigInt(model.value(returned)) & 0xffff_ffffn).toString(16),
    state.get(0n) ?? '',
    indexes(layout.arrayLength)
      .map((index) => array.get(index) ?? zero)
      .join(''),
    indexes(layout.hashKeys)
      .map((key) => hash.get(key) ?? '-')
      .join(''),
  ].join(' ');
}

/** Keys that a run may have put into the small hash map: beyond its capacity the two differ by assumption. */
const mayOverflow = (answer: string): boolean =>
  layout.hashKeys - (answer.split('-').length - 1) >= layout.hashCapacity;

it('agrees with the interpreter on random programs', { timeout: 120_000 }, async () => {
  let compared = 0;
  const several: number[] = [];
  for (let seed = 1; seed <= 40; seed++) {
    const program = generateProgram(seed);
    const expected = interpreterAnswer(program);
    if (!expected.startsWith('ok') || mayOverflow(expected)) continue;
    const object = objectOf(program.code);
    const { paths, complete, stopped } = await explore({ object, kernelTypes: null }, 'main', 'arbitrary', {
      store: new TermStore(),
      solver,
      limits: { paths: 40, milliseconds: 3000 },
    });
    const model = inputsOf(program);
    const taken = paths.filter(({ condition }) => condition.every((term) => model.holds(term)));
    const place = `seed ${seed}: ${stopped.map(({ reason }) => reason).join('; ')}`;
    expect(taken.length, place).toBeLessThanOrEqual(1);
    if (complete) expect(taken.length, place).toBe(1);
    const [path] = taken;
    if (path?.end.kind !== 'returned') continue;
    expect(answerOf(path, model), place).toBe(expected);
    compared++;
    if (paths.length > 1) several.push(seed);
  }
  expect(compared).toBeGreaterThan(20);
  expect(several.length).toBeGreaterThan(10);
});
