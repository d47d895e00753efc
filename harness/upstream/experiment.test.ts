import { expect, test } from 'vitest';
import { experimentOfFile } from './experiment.ts';

test.each([
  ['records/zero_shot-gpt4.json', 'zero-shot', 'gpt-4', 1],
  ['records/few_shot_4.0.json', 'few-shot', 'gpt-4', 1],
  ['records/few_shot_3.5.json', 'few-shot', 'gpt-3.5', 1],
  ['records/vec_db4.0.json', 'vector-db', 'gpt-4', 1],
  ['records/vec_db_with_example4.0.json', 'few-shot+vector-db', 'gpt-4', 1],
  ['records/3trail_few_shot_4.0.json', 'few-shot+feedback', 'gpt-4', 1],
  ['records/few_shot_3trails_and_smt-gpt4.json', 'few-shot+feedback+symbex', 'gpt-4', 1],
  ['records/vec_db_with_examples_3trails_and_smt-gpt-4.json', 'KEN', 'gpt-4', 1],
  ['records/vec_db_with_examples_3trails_and_smt_cl7b.json', 'KEN', 'code-llama-7b', 1],
  ['records/vec_db_with_examples_3trails_with_feedback4.0.json', 'few-shot+vector-db+feedback+human', 'gpt-4', 1],
  ['records/vec_db_with_examples_3trails_libbpf-gpt-4.json', 'few-shot+vector-db+feedback libbpf', 'gpt-4', 1],
  ['variabilty/vec_db_with_examples_3trails_and_smt-10.json', 'KEN (figure 9)', 'gpt-4', 10],
  ['variabilty/vector_db_with_example-3.json', 'baseline (figure 9)', 'gpt-4', 3],
])('%s', (path, configuration, model, trial) => {
  expect(experimentOfFile(path)).toEqual({ configuration, model, trial });
});

test('a name that fits no pattern is no experiment', () => {
  expect(experimentOfFile('records/notes.json')).toBeNull();
});
