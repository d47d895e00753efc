import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Contract } from '../../../ken/verifier/contracts/contract.ts';
import { testingTypes, typeIds } from '../../../ken/verifier/contracts/testing-types.ts';
import { openSolver } from '../../../ken/verifier/solver/open-solver.ts';
import type { Solver } from '../../../ken/verifier/solver/solver.ts';
import { testingTree } from '../testing-tree.ts';
import { buildContracts } from './build-contracts.ts';
import type { KernelInput } from './kernel-input.ts';

let solver: Solver;
let root: string;
beforeAll(async () => {
  solver = await openSolver();
  const tree = await testingTree({
    'fs/Makefile':
      'obj-y += open.o\nobj-$(CONFIG_HOUSE) += house.o\nhouse-y := door.o\nobj-m += garden.o\nobj-m += barn.o\n',
    'fs/open.c': '/* Opens. */\nint open_file(int flags)\n{\n\tif (flags < 0)\n\t\treturn -22;\n\treturn 0;\n}\n',
    'fs/door.c':
      'int door_knock(struct sock *sk)\n{\n\tsk->sk_state = 1;\n\treturn 0;\n}\n' +
      'static int open_file(int flags)\n{\n\treturn 7;\n}\nstatic int shared(int a)\n{\n\treturn 1;\n}\n',
    'fs/garden.c': 'static int shared(int a)\n{\n\treturn 2;\n}\nint garden_walk(int a)\n{\n\treturn -5;\n}\n',
  });
  root = tree.root;
});
afterAll(async () => {
  await solver.close();
  await rm(root, { recursive: true });
});

const ofInt = { parameters: [{ name: 'a', type: typeIds.int }], returns: typeIds.int };
const ofSock = { parameters: [{ name: 'sk', type: typeIds.sockPointer }], returns: typeIds.int };
const ofFlags = { parameters: [{ name: 'flags', type: typeIds.int }], returns: typeIds.int };
const kernel = { open_file: ofFlags };

async function built(
  modules: KernelInput['modules'],
): Promise<{ contracts: Contract[]; counts: Record<string, number> }> {
  const contracts: Contract[] = [];
  const input: KernelInput = {
    ...{ kernel: '6.12', source: 'test', root, types: testingTypes(kernel), modules },
    configuration: new Map([['CONFIG_HOUSE', 'm']]),
    symbols: {
      text: new Set(['open_file', 'door_knock', 'garden_walk']),
      traceable: new Map([
        ['open_file', null],
        ['door_knock', 'house'],
        ['garden_walk', 'house'],
      ]),
      events: new Map(),
    },
    hashes: { configuration: '', btf: '' },
  };
  const counts = await buildContracts({
    ...{ input, solver, select: (file) => file.startsWith('fs/') },
    write: (contract) => (contracts.push(contract), Promise.resolve()),
  });
  return { contracts, counts };
}

test('functions of modules come with their module, prototype, place and clauses; one entry a name', async () => {
  const { contracts, counts } = await built([
    { name: 'barn', types: testingTypes({ ...kernel, barn_door: ofInt }) },
    { name: 'garden', types: testingTypes({ ...kernel, shared: ofInt, garden_walk: ofInt }) },
    { name: 'house', types: testingTypes({ ...kernel, open_file: ofFlags, door_knock: ofSock, shared: ofInt }) },
  ]);
  expect(contracts.map(({ name, module }) => `${name} ${module ?? 'kernel'}`)).toEqual([
    'open_file kernel',
    'barn_door barn',
    'garden_walk garden',
    'door_knock house',
  ]);
  const [open, barn, garden, house] = contracts;
  expect(open?.source?.file).toBe('fs/open.c');
  expect(house?.source).toMatchObject({ file: 'fs/door.c', line: 1 });
  expect(house?.prototype).toMatchObject({ text: 'int door_knock(struct sock *sk)', source: 'equal' });
  expect(house?.clauses.map(({ role, text }) => `${role} ${text}`)).toEqual(['pre sk != NULL', 'post ret == 0']);
  expect(house?.hooks).toContain('fentry');
  // Its own module does not list it.
  expect(garden?.hooks).toEqual([]);
  expect(garden?.clauses.map(({ text }) => text)).toEqual(['ret == -EIO']);
  // Without source there is still the prototype.
  expect(barn).toMatchObject({ source: null, clauses: [], prototype: { text: 'int barn_door(int a)' } });
  expect(counts).toMatchObject({ functions: 1, moduleFunctions: 3, moduleWithSource: 2, moduleWithClause: 2 });
  expect(counts['moduleNamesTaken']).toBe(2);
});

test('without modules a set holds the kernel alone', async () => {
  const { contracts, counts } = await built([]);
  expect(contracts.map(({ name }) => name)).toEqual(['open_file']);
  expect(contracts[0]?.clauses.map(({ text }) => text)).toContain('ret == -EINVAL || ret == 0');
  expect(counts['moduleFunctions']).toBeUndefined();
});
