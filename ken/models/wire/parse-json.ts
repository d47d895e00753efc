import { CallFailure } from '../retry/call-failure.ts';

/** The value of a JSON text that a provider sent; `CallFailure('invalid-reply')` quotes a text that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CallFailure('invalid-reply', `the answer is not JSON: ${JSON.stringify(text.slice(0, 160))}`, {
      cause: error,
    });
  }
}
