import { KenError } from '../errors.ts';
import type { Memory } from '../memory/memory.ts';
import type { Framework } from '../program.ts';
import type { Example, Prompter } from '../prompter/prompter.ts';

export interface RetrievalOptions {
  retrieval: 'none' | 'fixed' | 'vector';
  /** Number of pairs for `vector`. */
  count: number;
  memory: Memory | null;
  prompter: Prompter;
}

/**
 * The examples that a model gets to see: none, our fixed ones, or the most similar training pairs, most similar first
 * (paper section 3.3). Throws `KenError('config')` when `vector` has no memory to search.
 */
export async function retrieveExamples(
  { prompt, framework }: { prompt: string; framework: Framework },
  { retrieval, count, memory, prompter }: RetrievalOptions,
): Promise<readonly Example[]> {
  switch (retrieval) {
    case 'none':
      return [];
    case 'fixed':
      return prompter.fixedExamples(framework);
    case 'vector': {
      if (!memory)
        throw new KenError(
          'config',
          'A configuration with "retrieval: vector" needs training pairs, and none were loaded',
        );
      const neighbours = await memory.nearest(prompt, { framework, count });
      return neighbours.map(({ pair }) => ({ id: pair.id, prompt: pair.prompt, program: pair.program }));
    }
  }
}
