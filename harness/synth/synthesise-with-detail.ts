import type { Configuration } from '../../ken/pipeline/configuration.ts';
import type { PipelineResult } from '../../ken/pipeline/result.ts';
import { synthesise } from '../../ken/pipeline/synthesise.ts';
import type { PipelineParts } from '../../ken/pipeline/synthesise.ts';
import { describeFailure } from './format-synthesis.ts';

export interface Conversation {
  tell: (line: string) => void;
  /** What the user adds to the request; empty or null ends it. Null where there is nobody to ask. */
  askForDetail: () => Promise<string | null>;
}

/**
 * Runs the loop, and again with each detail that the user adds after the last failed attempt ("the system will re-prompt
 * the user to include additional information", paper section 3.1).
 */
export async function synthesiseWithDetail(
  prompt: string,
  configuration: Configuration,
  parts: PipelineParts,
  { tell, askForDetail }: Conversation,
): Promise<{ result: PipelineResult; prompt: string }> {
  let request = prompt;
  for (let round = 1; ; round += 1) {
    // Each round is a question of its own to caches and recordings.
    const { framework } = configuration;
    const result = await synthesise({ caseId: 'synth', prompt: request, framework }, configuration, {
      ...parts,
      trial: round,
    });
    if (result.verified) return { result, prompt: request };
    for (const line of describeFailure(result)) tell(line);
    const detail = (await askForDetail())?.trim() ?? '';
    if (detail === '') return { result, prompt: request };
    request = `${request}\n${detail}`;
  }
}
