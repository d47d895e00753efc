import type { ContractStore } from '../verifier/contracts/contract-store.ts';
import { type Clause, type Contract, contractFormat } from '../verifier/contracts/contract.ts';

/** A contract for tests. `clauses`: `pre sk != NULL`, `post ret <= 0`. */
export function testingContract(
  name: string,
  prototype: Partial<Contract['prototype']>,
  clauses: readonly string[] = [],
): Contract {
  return {
    ...{
      name,
      kind: 'function',
      module: null,
      source: null,
      missing: {},
      attributes: [],
      comment: null,
      facts: [],
      rejected: [],
    },
    hooks: ['kprobe', 'kretprobe', 'fentry', 'fexit'],
    prototype: {
      text: `int ${name}(void)`,
      btfId: null,
      returns: 'int',
      parameters: [],
      source: 'equal',
      ...prototype,
    },
    clauses: clauses.map((clause, index): Clause => {
      const role = clause.startsWith('pre ') ? 'pre' : 'post';
      const provenance = { by: 'static' as const, rule: 'test', at: 'net/a.c:1' };
      return { id: `${role}.${index}`, role, text: clause.replace(/^\w+ /, ''), provenance, confidence: 'sound' };
    }),
  };
}

export function testingStore(contracts: readonly Contract[]): ContractStore {
  const byName = new Map(contracts.map((contract) => [contract.name, contract]));
  return {
    folder: '',
    manifest: {
      ...{ format: contractFormat, version: '1', kernel: 'test', source: 'test', counts: {} },
      hashes: { configuration: '', btf: '', contracts: '' },
    },
    find: (name) => byName.get(name) ?? null,
    names: () => byName.keys(),
  };
}

/** `tcp_connect` as the source of Linux 6.12 gives it. */
export const tcpConnect = testingContract(
  'tcp_connect',
  { text: 'int tcp_connect(struct sock *sk)', parameters: [{ name: 'sk', type: 'struct sock *' }] },
  ['pre sk != NULL', 'post ret == -EHOSTUNREACH || ret == -ECONNREFUSED || ret == -ENOBUFS || ret == 0'],
);
