import path from 'node:path';

/** Files of the recipe (committed) and of a build (not committed: they hold text of third parties). */
export interface DatasetFiles {
  sources: string;
  prompts: string;
  modelPrompts: string;
  decisions: string;
  validations: string;
  manifest: string;
  built: string;
}

/** @param corpora the folder `corpora` of a checkout. @param built another place for the build. */
export function datasetFiles(corpora: string, built?: string): DatasetFiles {
  const pairs = path.join(corpora, 'pairs');
  return {
    sources: path.join(corpora, 'sources.yaml'),
    prompts: path.join(pairs, 'prompts.yaml'),
    modelPrompts: path.join(pairs, 'model-prompts.jsonl'),
    decisions: path.join(pairs, 'decisions.jsonl'),
    validations: path.join(pairs, 'validations.jsonl'),
    manifest: path.join(pairs, 'manifest.json'),
    built: built ?? path.join(pairs, 'built'),
  };
}
