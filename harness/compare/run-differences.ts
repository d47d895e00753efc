import { canonicalJson } from '../record/canonical-json.ts';
import type { Manifest } from '../record/manifest.ts';

export interface RunDifferences {
  /** Other prompts, kernel or toolchain, one sentence each: then the difference may not be the systems'. */
  notices: string[];
  /** Cases of both runs whose request, workload or oracle changed. */
  changedCases: string[];
  /** Cases of one run only. */
  unsharedCases: string[];
}

/** What tells two runs apart beyond their systems. */
export function runDifferences(first: Manifest, second: Manifest): RunDifferences {
  const facts: [string, unknown, unknown][] = [
    ['prompts', first.promptVersion, second.promptVersion],
    ['kernel, bpftrace or image', guest(first), guest(second)],
    ['contracts', contracts(first), contracts(second)],
    ['seed', first.seed, second.seed],
  ];
  const hashes = new Map(second.cases.map(({ id, hash }) => [id, hash]));
  const shared = first.cases.filter(({ id }) => hashes.has(id));
  const ids = new Set(first.cases.map(({ id }) => id));
  return {
    notices: facts
      .filter(([, one, other]) => canonicalJson(one) !== canonicalJson(other))
      .map(([what, one, other]) => `different ${what}: ${text(one)} and ${text(other)}`),
    changedCases: shared.filter(({ id, hash }) => hashes.get(id) !== hash).map(({ id }) => id),
    unsharedCases: [
      ...first.cases.filter(({ id }) => !hashes.has(id)).map(({ id }) => id),
      ...second.cases.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
    ],
  };
}

/** A clang is named by runs with libbpf programs only. */
function guest({ toolchain }: Manifest): unknown {
  return toolchain && { kernel: toolchain.kernel, bpftrace: toolchain.bpftrace, image: toolchain.image.slice(0, 12) };
}

/** Null: none were used, or a run of before does not say. */
function contracts({ contracts: used }: Manifest): unknown {
  return used ? { kernel: used.kernel, hash: used.hash.slice(0, 12) } : null;
}

function text(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([key, part]) => `${key} ${String(part)}`)
    .join(' ');
}
