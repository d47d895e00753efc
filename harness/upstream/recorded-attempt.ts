/** What the last recorded prompt of a row tells of the feedback loop before it. */
export interface RecordedAttempt {
  /** Which attempt gave the recorded program, from 1. The authors counted retries: their "trail 1" is the second attempt. */
  attempt: number;
  /** The prompt named the right probe to the model: human expertise, also in runs that the paper calls KEN. */
  hinted: boolean;
}

/** Earlier prompts and programs of a row were not recorded in the result files, so nothing more can be known from them. */
export function readRecordedAttempt(prompt: string): RecordedAttempt {
  const retry = [...prompt.matchAll(/your trail (\d+) out of \d+ trails/g)].at(-1)?.[1];
  return {
    attempt: retry === undefined ? 1 : Number(retry) + 1,
    hinted: /\bhints? for you to help you write\b/.test(prompt),
  };
}
