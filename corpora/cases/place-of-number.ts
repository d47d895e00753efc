import { numbersIn } from '../../harness/judge/toolbox.ts';

/** Where a text first shows a number, for questions about order; undefined when it does not. */
export function placeOfNumber(text: string, wanted: number): { at: number; length: number } | undefined {
  const token = numbersIn(text).find(({ value }) => value === BigInt(wanted));
  return token && { at: token.at, length: /^[0-9a-z]*/i.exec(text.slice(token.at))?.[0].length ?? 0 };
}
