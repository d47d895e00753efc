/** The beginning of a text of the authors, quoted, for messages of one line. */
export function shorten(text: string): string {
  const line = JSON.stringify(text.trim());
  return line.length > 100 ? `${line.slice(0, 100)}..."` : line;
}
