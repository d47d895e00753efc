/** What a released result file holds, in our words. */
export interface UpstreamExperiment {
  /** Name of the configuration, as the tables of a report show it. */
  configuration: string;
  model: string;
  /** Independent repeat, from 1. Only the runs behind Figure 9 were repeated. */
  trial: number;
}

/**
 * Names the experiment behind a path such as `records/few_shot_4.0.json`. The authors wrote "trails" for rounds of the
 * feedback loop. Null when the name fits no known pattern.
 */
export function experimentOfFile(path: string): UpstreamExperiment | null {
  const stem = path.replace(/^.*\//, '').replace(/\.json$/, '');
  const model = modelOf(stem);
  const trial = path.includes('variabilty/') ? Number(/[-_](\d+)$/.exec(stem)?.[1] ?? 1) : 1;
  const configuration = configurationOf(stem, path.includes('variabilty/'));
  return configuration === null ? null : { configuration, model, trial };
}

function configurationOf(stem: string, repeated: boolean): string | null {
  if (/^zero[_-]shot/.test(stem)) return 'zero-shot';
  const retrieval = retrievalOf(stem);
  if (retrieval === null) return null;
  if (stem.includes('libbpf')) return `${retrieval}+feedback libbpf`;
  const loop = /3trails?/.test(stem);
  if (stem.includes('with_feedback')) return `${retrieval}+feedback+human`;
  if (stem.includes('smt')) {
    if (retrieval !== 'few-shot+vector-db') return `${retrieval}+feedback+symbex`;
    return repeated ? 'KEN (figure 9)' : 'KEN';
  }
  if (loop) return `${retrieval}+feedback`;
  return repeated && retrieval === 'few-shot+vector-db' ? 'baseline (figure 9)' : retrieval;
}

function retrievalOf(stem: string): string | null {
  if (/(vec_db|vector_db)_with_examples?/.test(stem)) return 'few-shot+vector-db';
  if (/(vec_db|vector_db)/.test(stem)) return 'vector-db';
  return stem.includes('few_shot') ? 'few-shot' : null;
}

/** The early runs name no model where it is GPT-4. */
function modelOf(stem: string): string {
  if (/cl7b|code_llama_7b/.test(stem)) return 'code-llama-7b';
  if (/llama/.test(stem)) return 'code-llama';
  return /3\.5/.test(stem) ? 'gpt-3.5' : 'gpt-4';
}
