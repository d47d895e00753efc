import { expect, test } from 'vitest';
import { configurationSchema } from '../../ken/pipeline/configuration.ts';
import { sampleData, sampleGroup, sampleSystem } from './sample-group.ts';
import { plainValue } from './tables/plain-value.ts';
import { publishedTable } from './tables/published-table.ts';

const configurations = [
  { name: 'one-question', attempts: 1, retrieval: 'fixed' },
  { name: 'loop', attempts: 3, feedback: 'gate', retrieval: 'fixed' },
  { name: 'whole', attempts: 3, feedback: 'gate+symbolic', retrieval: 'vector', comprehension: 'llm' },
  { name: 'direct', attempts: 3, feedback: 'gate+symbolic', retrieval: 'vector', comprehension: 'direct' },
  { name: 'in-c', attempts: 3, feedback: 'gate', retrieval: 'vector', framework: 'libbpf' },
].map((configuration) => configurationSchema.parse(configuration));

test('systems stand beside the paper by their switches, recorded ones by their names', () => {
  const cells = [{ outcome: 'A' }, { outcome: 'FN' }] as const;
  const here = sampleGroup(configurations.map(({ name }) => sampleSystem(name, cells)));
  const recorded = sampleGroup([sampleSystem('few-shot', cells), sampleSystem('zero-shot', cells)], 'recorded');
  const table = publishedTable(sampleData([here, recorded], { configurations }));
  expect(table?.rows.map((row) => row.map(plainValue).slice(0, 4).join(' | '))).toEqual([
    'ChatGPT-4 | Tables 1, 3 | the paper | 30 %',
    ' |  | run here: one-question · retrieval-baseline | 1/2 · 50 % (9–91)',
    ' |  | released records: few-shot | 1/2 · 50 % (9–91)',
    'ChatGPT-4+Feedback | Table 3 | the paper | 60 %',
    ' |  | run here: loop · retrieval-baseline | 1/2 · 50 % (9–91)',
    'KEN | Tables 1, 3, 4 | the paper | 80 %',
    ' |  | run here: whole · retrieval-baseline | 1/2 · 50 % (9–91)',
    'libbpf, no symbex | section 5.2.3 | the paper | 37.5 %',
    ' |  | run here: in-c · retrieval-baseline | 1/2 · 50 % (9–91)',
  ]);
});

test('a report without any system of the paper has no such table', () => {
  expect(publishedTable(sampleData([sampleGroup([sampleSystem('zero-shot', [{}])])]))).toBeNull();
});
