import { KenError, quote } from '../../ken/errors.ts';

/** The requests of the released test set. `number` is the line in test_cases.txt, from 1: our `upstreamPrompt`. */
export interface TestPrompt {
  number: number;
  text: string;
}

/** Reads test_cases.txt: one request a line, in the order that every result file follows. */
export function readTestPrompts(text: string): TestPrompt[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const prompts = lines.flatMap((line, index) =>
    line.trim() === '' ? [] : [{ number: index + 1, text: line.trim() }],
  );
  if (prompts.length === 0) {
    throw new KenError('config', `test_cases.txt holds no request: ${quote(text)}`, {
      hint: 'Give the folder of a full checkout, with evaluation/test_cases.txt in it.',
    });
  }
  return prompts;
}

/**
 * Finds the request that a recorded prompt asked for. A recorded prompt is a page of boilerplate and examples, and the
 * examples contain the wording of other requests, so only the words that follow "user request" count. The last error and
 * hints of a retry come after them and are not read. Null when it is no request of the test set.
 */
export function matchPrompt(recorded: string, prompts: readonly TestPrompt[]): TestPrompt | null {
  const whole = normalise(recorded);
  const marker = /(?:user request:?[\s#]*)+/.exec(whole);
  const asked = marker ? whole.slice(marker.index + marker[0].length) : whole;
  const matches = prompts.filter((prompt) => asked.startsWith(normalise(prompt.text)));
  return matches.sort((one, other) => other.text.length - one.text.length)[0] ?? null;
}

function normalise(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}
