import type { Contract } from '../../../ken/verifier/contracts/contract.ts';
import type { KernelSymbols } from '../kernel/symbols.ts';

/** One contract for each event: its fields as parameters, from the running kernel's format files. */
export function tracepointContracts({ events }: KernelSymbols): Contract[] {
  return [...events].map(([name, format]) => {
    const parameters = [...format.matchAll(/^\tfield:(.+?)(\w+)(\[[^\]]*\])?;/gm)]
      .map((match) => ({ name: match[2] ?? '', type: `${(match[1] ?? '').trim()}${match[3] ?? ''}` }))
      .filter((field) => !field.name.startsWith('common_'));
    return {
      name,
      kind: 'tracepoint',
      module: null,
      prototype: {
        text: `tracepoint ${name}(${parameters.map((field) => `${field.type} ${field.name}`).join(', ')})`,
        btfId: null,
        returns: 'void',
        parameters,
        source: 'none',
      },
      source: null,
      hooks: ['tracepoint'],
      missing: {},
      attributes: [],
      comment: null,
      clauses: [],
      facts: [],
      rejected: [],
    };
  });
}
