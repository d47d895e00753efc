import type { Edit } from '../desugar/edits.ts';

export const mutationKinds = [
  'comparison',
  'logic',
  'arithmetic',
  'constant',
  'builtin',
  'field',
  'condition',
  'map',
  'aggregation',
  'statement',
  'argument-order',
  'conversion',
] as const;
export type MutationKind = (typeof mutationKinds)[number];

/** One small change of a program's text. It never adds or removes a line. */
export interface Mutation {
  kind: MutationKind;
  edits: Edit[];
  /** What was changed: `"pid" became "tid"`. */
  description: string;
}

/** A program with one mutation. */
export interface Mutant {
  kind: MutationKind;
  /** Of the change, from 1. */
  line: number;
  description: string;
  text: string;
}

/** The text at a span becomes another one. */
export function replacement(kind: MutationKind, text: string, start: number, end: number, becomes: string): Mutation {
  return {
    kind,
    edits: [{ start, end, text: becomes }],
    description: `${quoted(text.slice(start, end))} became ${quoted(becomes)}`,
  };
}

/** The text of a span is taken out; its line breaks stay. */
export function removal(kind: MutationKind, text: string, start: number, end: number): Mutation {
  const gone = text.slice(start, end);
  return {
    kind,
    edits: [{ start, end, text: gone.replace(/[^\n]/g, ' ') }],
    description: `${quoted(gone)} was dropped`,
  };
}

export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return `"${line.length > 80 ? `${line.slice(0, 77)}...` : line}"`;
}
