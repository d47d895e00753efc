/** A list that grows at one end and shares what forked states have in common. */
export type Chain<Item> = { readonly item: Item; readonly before: Chain<Item>; readonly length: number } | null;

export function appended<Item>(chain: Chain<Item>, item: Item): Chain<Item> {
  return { item, before: chain, length: (chain?.length ?? 0) + 1 };
}

/** First item first. */
export function itemsOf<Item>(chain: Chain<Item>): Item[] {
  const items: Item[] = [];
  for (let link = chain; link !== null; link = link.before) items.push(link.item);
  return items.reverse();
}
