/**
 * JSON as tracers write it: members stay in order and may repeat (two stacks can print alike), numbers beyond 2^53 stay
 * text, and raw control characters in strings are taken as they are.
 */
export type ExactJson = string | number | boolean | null | ExactJson[] | JsonObject;

export interface JsonObject {
  members: [name: string, value: ExactJson][];
}

/** Null when the text is not one whole JSON value. */
export function parseExactJson(text: string): { value: ExactJson } | null {
  const reader = { text, at: 0 };
  try {
    const value = readValue(reader, 0);
    skipBlank(reader);
    return reader.at === text.length ? { value } : null;
  } catch (error) {
    if (error instanceof NotJson) return null;
    throw error;
  }
}

export function isObject(value: ExactJson | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && 'members' in value;
}

export function memberOf(value: ExactJson, name: string): ExactJson | undefined {
  return isObject(value) ? value.members.find(([key]) => key === name)?.[1] : undefined;
}

interface Reader {
  text: string;
  at: number;
}

class NotJson extends Error {}

function readValue(reader: Reader, depth: number): ExactJson {
  if (depth > 64) throw new NotJson();
  skipBlank(reader);
  const character = reader.text[reader.at];
  if (character === '{') return { members: readList(reader, '}', () => readMember(reader, depth)) };
  if (character === '[') return readList(reader, ']', () => readValue(reader, depth + 1));
  if (character === '"') return readString(reader);
  return readWord(reader);
}

function readMember(reader: Reader, depth: number): [string, ExactJson] {
  skipBlank(reader);
  const name = readString(reader);
  expect(reader, ':');
  return [name, readValue(reader, depth + 1)];
}

function readList<T>(reader: Reader, close: string, readItem: () => T): T[] {
  reader.at += 1;
  const items: T[] = [];
  skipBlank(reader);
  if (reader.text[reader.at] === close) {
    reader.at += 1;
    return items;
  }
  for (;;) {
    items.push(readItem());
    skipBlank(reader);
    if (reader.text[reader.at] === close) break;
    expect(reader, ',');
  }
  reader.at += 1;
  return items;
}

function readString(reader: Reader): string {
  const found = match(reader, /"((?:[^"\\]|\\[^])*)"/y);
  return (found[1] ?? '').replace(/\\(u[0-9a-fA-F]{4}|[^])/g, (_all, escape: string) => {
    if (escape.length > 1) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    const place = 'nrtbf'.indexOf(escape);
    return place < 0 ? escape : ('\n\r\t\b\f'[place] ?? escape);
  });
}

function readWord(reader: Reader): ExactJson {
  const word = match(reader, /true|false|null|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y)[0];
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  const number = Number(word);
  return /^-?\d+$/.test(word) && !Number.isSafeInteger(number) ? word : number;
}

function match(reader: Reader, pattern: RegExp): RegExpExecArray {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (!found) throw new NotJson();
  reader.at = pattern.lastIndex;
  return found;
}

function expect(reader: Reader, character: string): void {
  skipBlank(reader);
  if (reader.text[reader.at] !== character) throw new NotJson();
  reader.at += 1;
}

function skipBlank(reader: Reader): void {
  while (reader.at < reader.text.length && ' \t\r\n'.includes(reader.text[reader.at] ?? 'x')) reader.at += 1;
}
