import type { ExportInput } from './export-dataset.ts';

/** The card of an export: composition, licences, provenance, known limits. Everything in it is counted from the rows. */
export function datasetCard({ pairs, reports, dataset, cases }: ExportInput): string {
  const train = pairs.filter(({ split }) => split === 'train');
  const licences = [...new Set(train.map(({ licence }) => licence.file ?? licence.repository.spdx))].sort();
  const count = <Item>(items: readonly Item[], test: (item: Item) => boolean): number => items.filter(test).length;
  const table = (rows: readonly (readonly (string | number)[])[]): string => {
    const [head = [], ...body] = rows;
    return [head, head.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');
  };
  const configuration = (['bpftrace', 'libbpf'] as const).map(
    (framework) => `  - config_name: ${framework}
    data_files:
      - { split: train, path: data/train-${framework}.jsonl }
      - { split: test, path: data/test-${framework}.jsonl }`,
  );
  return `---
pretty_name: eBPFNLDataset
language: [en]
license: other
task_categories: [text-generation]
tags: [ebpf, bpftrace, libbpf, kernel, code]
configs:
${configuration.join('\n')}
---

# eBPFNLDataset

Requests in English and kernel extensions (eBPF) that answer them, in bpftrace and in libbpf C. Rebuilt from pinned sources;
version \`${dataset.slice(0, 12)}\` (SHA-256 of all entries: \`${dataset}\`).

\`\`\`python
from datasets import load_dataset
pairs = load_dataset("path/to/this/folder", "bpftrace")
\`\`\`

## Composition

${table([
  ['', 'bpftrace', 'libbpf'],
  ...(
    [
      ['train: pairs', (framework) => count(train, (pair) => pair.framework === framework)],
      [
        'train: groups of related programs',
        (framework) => new Set(train.filter((pair) => pair.framework === framework).map(({ group }) => group)).size,
      ],
      ['test: requests', (framework) => count(cases, (row) => row.framework === framework)],
      [
        'test: of these with a same-task pair in train',
        (framework) => count(cases, (row) => row.framework === framework && row.leak === 'same-task'),
      ],
      [
        'entries read and left out',
        (framework) => count(pairs, (pair) => pair.framework === framework && pair.split !== 'train'),
      ],
    ] as [string, (framework: string) => number][]
  ).map(([title, of]) => [title, of('bpftrace'), of('libbpf')]),
])}

Origin of the train requests: ${['upstream', 'project', 'curator', 'model'].map((origin) => `${origin} ${count(train, ({ chosen }) => chosen?.origin === origin)}`).join(', ')}.
\`upstream\` is a text of the program's authors, \`project\` and \`curator\` are written by people for this dataset, \`model\` by a language model.
Train programs passed the kernel's verifier; \`gate\` names kernel, tools and outcome.

## Licences

The dataset has no licence of its own over third-party programs: each row carries the licence that its file states
(\`licence_file\`), that of its package or repository (\`licence_repository\`), and \`licence_kernel\`, the string that the kernel
checks, which is no copyright licence. \`notices\` must travel with a copy. Licences in train: ${licences.join('; ')}.

## Sources

${table([
  ['source', 'pin', 'state of this build', 'programs'],
  ...reports.map(({ source, pin, status, origin, programs }) => [
    source,
    pin,
    origin === 'given' ? 'read from a folder; version not known' : status,
    programs,
  ]),
])}

## Known limits

- Upstream's descriptions are short: few name columns, units or filters. Vague ones were left out or rewritten.
- The local headers of a libbpf program were copied into it, without what it does not use; its user-space part is not here.
- The gate ran on one kernel. Programs for absent hardware or modules are left out although they may be right.
- Test requests with \`leak: same-task\` are answered by a train pair: report scores with and without them.
- Near duplicates above the measured thresholds share a \`group\`; split by group when you make splits of your own.
`;
}
