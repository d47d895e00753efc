import type { TypeTable } from '../btf/type-table.ts';
import { orderOfType, type FieldOrder } from './field-order.ts';

const known = new WeakMap<TypeTable, Map<string, FieldOrder>>();

/** For every member name of a kernel's structs: the byte order that all of them declare; `none` when they differ. */
export function membersEverywhere(types: TypeTable): ReadonlyMap<string, FieldOrder> {
  const cached = known.get(types);
  if (cached) return cached;
  const orders = new Map<string, FieldOrder>();
  const ofType = new Map<number, FieldOrder>();
  for (let id = 1; id < types.count; id += 1) {
    const type = types.type(id);
    if (type.kind !== 'struct' && type.kind !== 'union') continue;
    for (const { name, type: member } of type.members) {
      if (name === '' || orders.get(name) === 'none') continue;
      const order = ofType.get(member) ?? orderOfType(types, member);
      ofType.set(member, order);
      const before = orders.get(name);
      orders.set(name, before === undefined || before === order ? order : 'none');
    }
  }
  known.set(types, orders);
  return orders;
}
