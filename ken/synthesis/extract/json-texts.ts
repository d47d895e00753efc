/** Keys under which models put a program, most telling first. */
const likelyKeys = [
  'program',
  'bpftrace',
  'bpf_program',
  'code',
  'script',
  'source',
  'answer',
  'content',
  'output',
  'text',
];

/**
 * The strings of a JSON object or array that fills the text, perhaps with prose around it, the likely ones first.
 * Empty when there is no such JSON.
 */
export function jsonTexts(text: string): string[] {
  const value = parseJson(text.trim()) ?? parseJson(between(text, '{', '}')) ?? parseJson(between(text, '[', ']'));
  return value === undefined ? [] : strings(value, 0);
}

function parseJson(text: string): object | undefined {
  if (!/^(?:\{\s*"|\[\s*[{"])/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function between(text: string, opening: string, closing: string): string {
  const start = text.indexOf(opening);
  return start === -1 ? '' : text.slice(start, text.lastIndexOf(closing) + 1);
}

function strings(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return [value.replace(/\r\n?/g, '\n')];
  if (typeof value !== 'object' || value === null || depth > 8) return [];
  const entries = Object.entries(value).sort(([left], [right]) => likelihood(left) - likelihood(right));
  return entries.flatMap(([, inner]) => strings(inner, depth + 1));
}

function likelihood(key: string): number {
  const index = likelyKeys.indexOf(key.toLowerCase());
  return index === -1 ? likelyKeys.length : index;
}
