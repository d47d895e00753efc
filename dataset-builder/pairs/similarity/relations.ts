import { hookSimilarity, jaccard, type Fingerprint } from './program-similarity.ts';

/**
 * How two programs of one framework relate. Thresholds were measured on releases, ports and vendored copies of the same
 * tools (294 pairs) against different tools of one collection (13,072 pairs): `duplicate` had at most one false merge,
 * `related` had a recall of .88 to .90.
 */
export type Relation = 'duplicate' | 'related' | 'none';

export const thresholds = {
  /** J5 and hooks together, or J5 alone. */
  duplicate: { shingles: 0.8, hooks: 0.5, shinglesAlone: 0.98 },
  related: { shingles: 0.45, hooks: 0.5, shinglesAlone: 0.6 },
  /** TF-IDF cosine of two descriptions from which a person looks at them. */
  description: 0.4,
} as const;

export interface Comparison {
  relation: Relation;
  shingles: number;
  hooks: number;
}

/** False when the sizes alone say that two programs are neither duplicates nor related: spares most comparisons. */
export function mayBeRelated(left: Fingerprint, right: Fingerprint): boolean {
  const [small, large] = [left.shingles.size, right.shingles.size].sort((a, b) => a - b) as [number, number];
  return small >= thresholds.related.shingles * large;
}

export function compare(left: Fingerprint, right: Fingerprint): Comparison {
  const shingles = jaccard(left.shingles, right.shingles);
  const hooks = hookSimilarity(left.hooks, right.hooks);
  const passes = ({
    shingles: both,
    hooks: hook,
    shinglesAlone,
  }: (typeof thresholds)['duplicate' | 'related']): boolean =>
    shingles >= shinglesAlone || (shingles >= both && hooks >= hook);
  const relation = passes(thresholds.duplicate) ? 'duplicate' : passes(thresholds.related) ? 'related' : 'none';
  return { relation, shingles, hooks };
}
