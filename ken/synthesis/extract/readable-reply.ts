/**
 * The part of a reply that answers the request: without a byte order mark, with line feeds only, and without the
 * thoughts that some models write between `<think>` tags. `openThought`: the reply ended inside such a thought.
 */
export function readableReply(reply: string): { text: string; openThought: boolean } {
  const text = reply.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (!/<\/?think(?:ing)?>/.test(text)) return { text, openThought: false };
  // Some servers put the opening tag into the prompt, so that only the closing one arrives.
  const afterThought = text.split(/^[^\S\n]*<\/think(?:ing)?>[^\S\n]*$/m);
  if (afterThought.length > 1) return { text: afterThought.at(-1) ?? '', openThought: false };
  const inOneLine = /^\s*<think(?:ing)?>([\s\S]*?)<\/think(?:ing)?>/.exec(text);
  if (inOneLine) return { text: text.slice(inOneLine[0].length), openThought: false };
  if (/^\s*<think(?:ing)?>/.test(text)) return { text: '', openThought: true };
  return { text, openThought: false };
}
