import { afterAll, describe, expect, it } from 'vitest';
import { markerHelpers } from '../desugar/annotated.ts';
import { openSolver } from '../solver/open-solver.ts';
import { TermStore } from '../terms/term-store.ts';
import type { FinishedPath, Start } from './exploration.ts';
import { explore } from './explore.ts';
import { assemble, map } from './testing/assemble.ts';
import { exploreText, returnedIn, returnedValues } from './testing/explore-text.ts';

const solver = await openSolver();
afterAll(() => solver.close());
const run = (text: string, more: Parameters<typeof exploreText>[1] = {}) => exploreText(text, { solver, ...more });

describe('branches', () => {
  it('follows both sides of an undecided branch, in a fixed order, with a model for each', async () => {
    const text = 'r2 = *(u64 *)(r1 +112)\nr0 = 1\nif r2 s> 7 goto out\nr0 = 2\nout:\nexit';
    const first = await run(text);
    expect(first.complete).toBe(true);
    expect(first.paths.map((path) => returnedIn(path))).toEqual([1n, 2n]);
    for (const { condition, model } of first.paths) expect(condition.every((term) => model.holds(term))).toBe(true);
    const second = await run(text);
    expect(second.paths.map((path) => path.condition.length)).toEqual(first.paths.map((path) => path.condition.length));
  });

  it('follows only the possible side of a decided one', async () => {
    const { paths } = await run(
      'r2 = *(u64 *)(r1 +112)\nr2 &= 15\nr0 = 0\nif r2 > 15 goto bad\nexit\nbad:\nr0 = 1\nexit',
    );
    expect(returnedValues({ paths })).toEqual([0n]);
  });

  it('does not ask twice about the same condition', async () => {
    const test = 'if r2 == 7 goto a\na:\nif r2 != 7 goto b\nb:\n';
    const { statistics } = await run(`r2 = *(u64 *)(r1 +112)\n${test}r0 = 0\nexit`);
    expect(statistics).toMatchObject({ paths: 2, forks: 1 });
    expect(statistics.checks).toBeLessThanOrEqual(1);
  });

  it('compares halves of registers', async () => {
    const { paths } = await run('r2 = 0x100000001 ll\nr0 = 0\nif w2 == 1 goto yes\nexit\nyes:\nr0 = 1\nexit');
    expect(returnedValues({ paths })).toEqual([1n]);
  });
});

describe('memory', () => {
  it('splits and joins bytes of the stack', async () => {
    const { paths } = await run('r1 = 0x1122334455667788 ll\n*(u64 *)(r10 -8) = r1\nr0 = *(u16 *)(r10 -6)\nexit');
    expect(returnedValues({ paths })).toEqual([0x5566n]);
  });

  it('reports an uninitialised byte of the stack', async () => {
    const { findings } = await run('r0 = *(u8 *)(r10 -1)\nexit');
    expect(findings).toMatchObject([{ kind: 'uninitialised-read', site: { function: 'main', instruction: 0 } }]);
    expect(findings[0]?.model).not.toBeNull();
  });

  it.each([
    ['below the frame', 'r0 = *(u64 *)(r10 -520)'],
    ['above the frame', 'r0 = *(u64 *)(r10 -4)'],
    ['of the context', 'r0 = *(u64 *)(r1 +168)'],
  ])('stops at an access %s', async (_, access) => {
    const { complete, stopped, findings } = await run(`${access}\nexit`);
    expect(complete).toBe(false);
    expect(stopped[0]?.kind).toBe('rejected');
    expect(findings[0]?.kind).toBe('out-of-bounds');
  });

  it('keeps pointers in the stack', async () => {
    const { paths } = await run(
      'r2 = r10\nr2 += -16\n*(u64 *)(r10 -8) = r2\nr3 = *(u64 *)(r10 -8)\n*(u64 *)(r3 +0) = 5\nr0 = *(u64 *)(r10 -16)\nexit',
    );
    expect(returnedValues({ paths })).toEqual([5n]);
  });

  it('reads and writes at an unknown index', async () => {
    const fill = [0, 1, 2, 3].map((index) => `*(u64 *)(r10 -${32 - index * 8}) = ${index + 10}`).join('\n');
    const index = 'r2 = *(u64 *)(r1 +112)\nr2 &= 3\nr3 = r2\nr3 <<= 3\nr4 = r10\nr4 += -32\nr4 += r3';
    const read = `${fill}\n${index}\nr0 = *(u64 *)(r4 +0)\nr0 -= r2\nif r0 == 10 goto good\nr0 = 0\ngood:\nexit`;
    expect(returnedValues(await run(read))).toEqual([10n]);
    const write = `${fill}\n${index}\n*(u64 *)(r4 +0) = 99\nr0 = *(u64 *)(r10 -24)\nif r2 == 1 goto out\nr0 = 0\nout:\nexit`;
    expect(returnedValues(await run(write))).toEqual([0n, 99n]);
  });

  it('rejects an index that may be too large', async () => {
    const { stopped, findings } = await run(
      '*(u64 *)(r10 -8) = 0\nr2 = *(u64 *)(r1 +112)\nr4 = r10\nr4 += r2\nr0 = *(u8 *)(r4 -8)\nr0 = 0\nexit',
    );
    expect(stopped.some(({ kind }) => kind === 'rejected')).toBe(true);
    expect(findings.map(({ kind }) => kind)).toContain('out-of-bounds');
  });
});

describe('what is undefined in C', () => {
  it('finds a division by zero, with a model, and goes on with the value 0', async () => {
    const { findings, paths } = await run(
      'r2 = *(u64 *)(r1 +112)\nr0 = 100\nr0 /= r2\nif r2 == 0 goto out\nr0 = 1\nout:\nexit',
    );
    expect(findings).toMatchObject([{ kind: 'division-by-zero', site: { instruction: 2 } }]);
    expect(findings[0]?.model?.holds(findings[0].condition)).toBe(true);
    expect(returnedValues({ paths })).toEqual([0n, 1n]);
  });

  it('finds an oversized shift and masks it', async () => {
    const { findings, paths } = await run(
      'r2 = *(u64 *)(r1 +112)\nr0 = 1\nr0 <<= r2\nif r2 == 65 goto out\nr0 = 0\nout:\nexit',
    );
    expect(findings).toMatchObject([{ kind: 'oversized-shift' }]);
    expect(returnedValues({ paths })).toEqual([0n, 2n]);
  });

  it('finds neither where they cannot happen', async () => {
    const { findings } = await run('r2 = *(u64 *)(r1 +112)\nr2 &= 7\nr0 = 1\nr0 <<= r2\nr2 |= 1\nr0 /= r2\nexit');
    expect(findings).toEqual([]);
  });
});

describe('maps', () => {
  const hash = map('hash', 'm');
  const key = '*(u32 *)(r10 -4) = 7\nr1 = map m\nr2 = r10\nr2 += -4\n';
  const object = (text: string, maps = [hash]) => assemble({ main: text }, { maps });
  const lookup = `${key}call 1\nif r0 == 0 goto none\nr0 = *(u64 *)(r0 +0)\nexit\nnone:\nr0 = -1\nexit`;

  it('holds anything at first, or nothing', async () => {
    const anything = await exploreText(object(lookup), { solver });
    expect(anything.paths).toHaveLength(2);
    const nothing = await exploreText(object(lookup), { solver, start: 'empty' });
    expect(returnedValues(nothing)).toEqual([-1n]);
  });

  it('gives back what was put in, under equal keys', async () => {
    const put = `${key}*(u64 *)(r10 -16) = 42\nr3 = r10\nr3 += -16\nr4 = 0\ncall 2\n`;
    expect(returnedValues(await exploreText(object(put + lookup), { solver, start: 'empty' }))).toEqual([42n]);
  });

  it('forks on keys that may be equal, and only then', async () => {
    const put = '*(u64 *)(r10 -16) = 42\nr3 = r10\nr3 += -16\nr4 = 0\ncall 2\n';
    const unknown = `r6 = *(u32 *)(r1 +112)\n*(u32 *)(r10 -4) = r6\nr1 = map m\nr2 = r10\nr2 += -4\n${put}`;
    const { paths } = await exploreText(object(unknown + lookup), { solver, start: 'empty' });
    expect(returnedValues({ paths })).toEqual([-1n, 42n]);
  });

  it('finds the use of a lookup without a comparison with NULL', async () => {
    const careless = await exploreText(object(`${key}call 1\nr0 = *(u64 *)(r0 +0)\nexit`), { solver });
    expect(careless.findings.map(({ kind }) => kind)).toEqual(
      ['unchecked-map-value', 'unchecked-map-value'].slice(0, careless.findings.length),
    );
    expect(careless.findings.length).toBeGreaterThan(0);
    expect(careless.complete).toBe(false);
  });

  it('an array has each index below its size, and no other', async () => {
    const text = `r6 = *(u32 *)(r1 +112)\n*(u32 *)(r10 -4) = r6\nr1 = map a\nr2 = r10\nr2 += -4\ncall 1\nif r0 == 0 goto none\nr0 = 1\nexit\nnone:\nr0 = 0\nif r6 >= 16 goto out\nr0 = 2\nout:\nexit`;
    const { paths } = await exploreText(object(text, [map('array', 'a')]), { solver });
    expect(returnedValues({ paths })).toEqual([0n, 1n]);
  });

  it('delete says whether there was something', async () => {
    const { paths } = await exploreText(object(`${key}call 3\nif r0 == 0 goto out\nout:\nexit`), { solver });
    expect(returnedValues({ paths })).toEqual([-2n, 0n]);
  });

  it('keeps its content from event to event, while kernel memory and time go on', async () => {
    const store = new TermStore();
    const program = {
      object: assemble(
        {
          main: `${key}call 5\n*(u64 *)(r10 -16) = r0\nr1 = map m\nr2 = r10\nr2 += -4\nr3 = r10\nr3 += -16\nr4 = 1\ncall 2\nexit`,
          second: `*(u32 *)(r10 -4) = 7\ncall 5\nr6 = r0\nr1 = map m\nr2 = r10\nr2 += -4\ncall 1\nif r0 == 0 goto none\nr7 = *(u64 *)(r0 +0)\nr0 = 1\nif r7 > r6 goto out\nr0 = 0\nout:\nexit\nnone:\nr0 = 9\nexit`,
        },
        { maps: [hash] },
      ),
      kernelTypes: null,
    };
    const first = await explore(program, 'main', 'empty', { store, solver });
    expect(first.paths).toHaveLength(1);
    const start = first.paths[0]?.state as Start;
    for (const each of program.object.functions) each.section = 'kprobe/test';
    const second = await explore(program, 'second', start, { store, solver });
    expect(returnedValues(second)).toEqual([0n]);
    expect(second.paths[0]?.inputs.map(({ event, name }) => `${event} ${name}`)).toEqual(['1 ktime!0', '2 ktime!0']);
    const again = await explore(program, 'second', start, { store, solver });
    expect(returnedValues(again)).toEqual([0n]);
  });
});

describe('what lasts over the events of a sequence', () => {
  it.each([
    [true, [1n]],
    [false, [0n, 1n]],
  ])('the CPU, when all run on one: %s', async (oneCpu, expected) => {
    const store = new TermStore();
    const cells = assemble(
      {
        main: `call 8\n*(u32 *)(r10 -4) = 7\n*(u64 *)(r10 -16) = r0\nr1 = map m\nr2 = r10\nr2 += -4\nr3 = r10\nr3 += -16\nr4 = 0\ncall 2\nr0 = 0\nexit`,
        second: `call 8\nr6 = r0\n*(u32 *)(r10 -4) = 7\nr1 = map m\nr2 = r10\nr2 += -4\ncall 1\nif r0 == 0 goto none\nr7 = *(u64 *)(r0 +0)\nr0 = 1\nif r7 == r6 goto out\nr0 = 0\nout:\nexit\nnone:\nr0 = 9\nexit`,
      },
      { maps: [map('hash', 'm')] },
    );
    for (const each of cells.functions) each.section = 'kprobe/test';
    const program = { object: cells, kernelTypes: null };
    const options = { store, solver, choices: { oneCpu } };
    const first = await explore(program, 'main', 'empty', options);
    const second = await explore(program, 'second', first.paths[0]?.state ?? 'empty', options);
    expect(returnedValues(second)).toEqual(expected);
  });
});

describe('calls', () => {
  it('runs functions of the program in place and keeps r6 to r9', async () => {
    const object = assemble({
      main: 'r6 = 3\nr1 = 4\ncall add\nr0 += r6\nexit',
      add: 'r6 = 100\nr0 = r1\nr0 += 1\nexit',
    });
    expect(returnedValues(await exploreText(object, { solver }))).toEqual([8n]);
  });

  it('forbids endless recursion', async () => {
    const { stopped } = await exploreText(assemble({ main: 'call main\nexit' }), { solver });
    expect(stopped).toMatchObject([{ kind: 'rejected' }]);
  });

  it('bpf_loop calls back with 0, 1, ... until told to stop', async () => {
    const object = assemble({
      main: '*(u64 *)(r10 -8) = 0\nr1 = 5\nr2 = function body\nr3 = r10\nr3 += -8\nr4 = 0\ncall 181\nr6 = r0\nr0 = *(u64 *)(r10 -8)\nr6 <<= 8\nr0 += r6\nexit',
      body: 'r3 = *(u64 *)(r2 +0)\nr3 += r1\n*(u64 *)(r2 +0) = r3\nr0 = 0\nif r1 < 3 goto out\nr0 = 1\nout:\nexit',
    });
    expect(returnedValues(await exploreText(object, { solver }))).toEqual([BigInt(4 * 256 + 6)]);
  });

  it('bpf_loop over an unknown count stops at the limit and says so', async () => {
    const object = assemble({
      main: 'r1 = *(u64 *)(r1 +112)\nr2 = function body\nr3 = 0\nr4 = 0\ncall 181\nexit',
      body: 'r0 = 0\nexit',
    });
    const { stopped, paths } = await exploreText(object, { solver, limits: { loopIterations: 3 } });
    expect(stopped).toMatchObject([{ kind: 'limit' }]);
    expect(returnedValues({ paths: paths.filter(({ end }) => end.kind === 'returned') })).toEqual([
      -7n,
      0n,
      1n,
      2n,
      3n,
    ]);
  });

  it('visits each entry of a map', async () => {
    const put = (key: number): string =>
      `*(u32 *)(r10 -4) = ${key}\n*(u64 *)(r10 -16) = ${key * 10}\nr1 = map m\nr2 = r10\nr2 += -4\nr3 = r10\nr3 += -16\nr4 = 0\ncall 2\n`;
    const object = assemble(
      {
        main: `${put(1)}${put(2)}*(u64 *)(r10 -24) = 0\nr1 = map m\nr2 = function body\nr3 = r10\nr3 += -24\nr4 = 0\ncall 164\nr0 = *(u64 *)(r10 -24)\nexit`,
        body: 'r5 = *(u64 *)(r3 +0)\nr6 = *(u32 *)(r2 +0)\nr5 += r6\nr6 = *(u64 *)(r4 +0)\nr6 += r5\n*(u64 *)(r4 +0) = r6\nr0 = 0\nexit',
      },
      { maps: [map('hash', 'm')] },
    );
    expect(returnedValues(await exploreText(object, { solver, start: 'empty' }))).toEqual([33n]);
  });

  it('stops a helper that is not modelled, by its name', async () => {
    const { stopped } = await run('r2 = r1\nr3 = 0\ncall 12\nr0 = 0\nexit');
    expect(stopped).toMatchObject([{ kind: 'unsupported', site: { function: 'main', instruction: 2 } }]);
    expect(stopped[0]?.reason).toContain('tail_call');
  });
});

describe('memory of the kernel', () => {
  const read = (size: number, address: string): string =>
    `*(u64 *)(r10 -8) = -1\n${address}\nr1 = r10\nr1 += -8\nr2 = ${size}\ncall 113\n`;

  it('gives the same bytes for the same address', async () => {
    const twice = `r6 = *(u64 *)(r1 +112)\n${read(8, 'r3 = r6')}r7 = *(u64 *)(r10 -8)\n${read(4, 'r3 = r6')}r8 = *(u32 *)(r10 -8)\nr0 = 1\nif w7 == w8 goto out\nr0 = 0\nout:\nexit`;
    expect(returnedValues(await run(twice))).toEqual([1n]);
  });

  it('fails at NULL: zeros and -EFAULT', async () => {
    const { paths } = await run(`${read(4, 'r3 = 0')}r6 = r0\nr0 = *(u64 *)(r10 -8)\nr0 += r6\nexit`);
    expect(returnedValues({ paths })).toEqual([BigInt.asIntN(64, 0xffff_ffff_0000_0000n) - 14n]);
  });

  it('reports a pointer read from memory that may be NULL, not an argument', async () => {
    const chase = `r6 = *(u64 *)(r1 +112)\n${read(8, 'r3 = r6')}${read(8, 'r3 = *(u64 *)(r10 -8)').replace('*(u64 *)(r10 -8) = -1\n', '')}r0 = 0\nexit`;
    const { findings } = await run(chase);
    expect(findings).toMatchObject([{ kind: 'null-read', site: { instruction: 11 } }]);
  });

  it('a string ends at its first zero and keeps what lies behind', async () => {
    const text = `r6 = *(u64 *)(r1 +112)\n*(u64 *)(r10 -8) = -1\nr3 = r6\nr1 = r10\nr1 += -8\nr2 = 8\ncall 115\nif r0 s< 0 goto bad\nr6 = *(u8 *)(r10 -7)\nif r0 != 1 goto bad\nr0 = r6\nexit\nbad:\nr0 = -5\nexit`;
    const { paths } = await run(text);
    expect(new Set(returnedValues({ paths }))).toEqual(new Set([-5n, 255n]));
  });

  it('may be read directly where the kernel knows the type, and not elsewhere', async () => {
    const text = 'r2 = *(u64 *)(r1 +0)\nr0 = *(u32 *)(r2 +16)\nexit';
    expect((await exploreText(assemble({ main: text }, { section: 'fentry/tcp_connect' }), { solver })).complete).toBe(
      true,
    );
    expect((await run(text)).stopped).toMatchObject([{ kind: 'rejected' }]);
  });
});

describe('packets', () => {
  const check = 'r2 = *(u32 *)(r1 +0)\nr3 = *(u32 *)(r1 +4)\nr4 = r2\nr4 += 34\nif r4 > r3 goto out\n';
  const object = (text: string) => assemble({ main: text }, { section: 'xdp' });

  it('are read and written within the checked length', async () => {
    const text = `${check}r0 = *(u8 *)(r2 +33)\n*(u8 *)(r2 +33) = 7\nr0 = *(u8 *)(r2 +33)\nexit\nout:\nr0 = 1\nexit`;
    const exploration = await exploreText(object(text), { solver });
    expect(exploration.complete).toBe(true);
    expect(returnedValues(exploration)).toEqual([1n, 7n]);
  });

  it('are not read beyond it', async () => {
    const { stopped } = await exploreText(object(`${check}r0 = *(u8 *)(r2 +34)\nexit\nout:\nr0 = 1\nexit`), { solver });
    expect(stopped).toMatchObject([{ kind: 'rejected' }]);
  });
});

describe('marks', () => {
  const assertBelow = (limit: number): string =>
    `r6 = *(u64 *)(r1 +112)\nr6 &= 7\nif r6 < ${limit} goto held\nr1 = 3\ncall ${markerHelpers.fail}\nheld:\nr1 = 3\ncall ${markerHelpers.reach}\nr0 = 0\nexit`;
  const kinds = (paths: readonly FinishedPath[]): string[] =>
    paths.flatMap(({ marks }) => marks.map(({ kind, id }) => `${kind} ${id}`));

  it('show a failing assert with the condition and a model', async () => {
    const { paths } = await run(assertBelow(7));
    expect(kinds(paths).sort()).toEqual(['fail 3', 'reach 3', 'reach 3']);
    const [failure] = paths.flatMap(({ marks, condition }) =>
      marks.filter(({ kind }) => kind === 'fail').map((mark) => ({ mark, condition })),
    );
    const { conditionLength = 0, model } = failure?.mark ?? {};
    expect(failure?.condition.slice(0, conditionLength).every((term) => model?.holds(term))).toBe(true);
  });

  it('show that an assert holds', async () => {
    const { paths, complete } = await run(assertBelow(8));
    expect(complete).toBe(true);
    expect(kinds(paths)).toEqual(['reach 3']);
  });

  it('end the path at a false assume', async () => {
    const { paths } = await run(
      `r6 = *(u64 *)(r1 +112)\nif r6 == 1 goto go\nr1 = 2\ncall ${markerHelpers.cut}\ngo:\nr0 = 0\nexit`,
    );
    expect(paths.map(({ end }) => end.kind).sort()).toEqual(['cut', 'returned']);
  });
});

describe('limits and hostile programs', () => {
  it.each([
    ['instructions', { pathInstructions: 50 }, 'loop:\nr2 = 1\ngoto loop'],
    [
      'loop',
      { loopIterations: 4 },
      'r2 = *(u64 *)(r1 +112)\nr3 = 0\nloop:\nr3 += 1\nif r3 < r2 goto loop\nr0 = 0\nexit',
    ],
    ['paths', { paths: 3 }, 'r2 = *(u64 *)(r1 +112)\nr3 = 0\nloop:\nr3 += 1\nif r3 < r2 goto loop\nr0 = 0\nexit'],
    ['ms', { milliseconds: 0 }, 'r0 = 0\nexit'],
    ['terms', { terms: 1 }, 'r2 = *(u64 *)(r1 +112)\nif r2 == 1 goto out\nout:\nr0 = 0\nexit'],
  ])('the limit on %s is said', async (word, limits, text) => {
    const { complete, stopped } = await run(text, { limits });
    expect(complete).toBe(false);
    expect(stopped.some(({ kind, reason }) => kind === 'limit' && reason.includes(word))).toBe(true);
  });

  it.each([
    ['a jump out of the program', { kind: 'goto', offset: 1000, far: false }],
    [
      'a register that was never written',
      { kind: 'alu', width: 64, operation: 'add', destination: 0, source: { kind: 'register', register: 5 } },
    ],
    [
      'a register that does not exist',
      { kind: 'alu', width: 64, operation: 'move', destination: 0, source: { kind: 'register', register: 14 } },
    ],
    ['a load through a number', { kind: 'load', size: 8, signed: false, destination: 0, base: 2, offset: 0 }],
    ['an invalid instruction', { kind: 'invalid', bytes: 0n, reason: 'nothing' }],
    ['a call through a register', { kind: 'call-register', register: 1 }],
  ] as const)('stops at %s', async (_, instruction) => {
    const object = assemble({ main: 'r2 = 99999\nexit' });
    object.functions[0]?.instructions.splice(1, 0, instruction);
    const { stopped, paths } = await exploreText(object, { solver });
    expect(stopped).toHaveLength(1);
    expect(paths.map(({ end }) => end.kind)).toEqual(['stopped']);
  });

  it('an unknown kind of program is unsupported', async () => {
    const { stopped } = await exploreText(assemble({ main: 'r0 = 0\nexit' }, { section: 'struct_ops/x' }), { solver });
    expect(stopped).toMatchObject([{ kind: 'unsupported' }]);
  });
});
