export interface Kappa {
  /** Items that both readers labelled. */
  items: number;
  /** Share of them with the same label. */
  observed: number;
  /** Share that readers with these habits would agree on by chance. */
  expected: number;
  /** (observed - expected) / (1 - expected); null when both used one and the same label only. */
  kappa: number | null;
}

/**
 * Cohen's kappa of two readers, from the pairs of their labels; null without pairs. Source: J. Cohen, A coefficient of
 * agreement for nominal scales, Educational and Psychological Measurement 20 (1960) 37-46, formula (1).
 */
export function cohenKappa(pairs: readonly (readonly [first: string, second: string])[]): Kappa | null {
  const items = pairs.length;
  if (items === 0) return null;
  const [firsts, seconds] = [tally(pairs.map(([first]) => first)), tally(pairs.map(([, second]) => second))];
  const same = pairs.filter(([first, second]) => first === second).length;
  // In whole numbers until the last step, so that perfect agreement on one label is exactly 1 and is seen.
  let chance = 0;
  for (const [label, count] of firsts) chance += count * (seconds.get(label) ?? 0);
  const kappa = chance === items * items ? null : (same * items - chance) / (items * items - chance);
  return { items, observed: same / items, expected: chance / (items * items), kappa };
}

function tally(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
