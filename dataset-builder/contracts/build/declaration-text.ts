import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import type { Prototype } from '../functions/prototypes.ts';

/** C text of a prototype with the names of its parameters. */
export function declarationText(types: TypeTable, { name, parameters, returns }: Prototype): string {
  const list = parameters.map((each) => {
    if (each.type === 0 && each.name === '') return '...';
    const type = types.describe(each.type);
    if (type.includes('(*)')) return type.replace('(*)', `(*${each.name})`);
    return type.endsWith('*') ? `${type}${each.name}` : `${type} ${each.name}`.trimEnd();
  });
  const result = types.describe(returns);
  return `${result}${result.endsWith('*') ? '' : ' '}${name}(${list.length === 0 ? 'void' : list.join(', ')})`;
}
