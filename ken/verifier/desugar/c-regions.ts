/**
 * C text with everything but code blanked: comments, preprocessor lines and the insides of strings and character
 * constants become spaces. Length and line breaks stay. `directives` are the preprocessor lines, with their places.
 */
export function maskedC(text: string): { code: string; directives: { start: number; end: number }[] } {
  const directives: { start: number; end: number }[] = [];
  const token =
    /\/\*[^]*?(?:\*\/|$)|\/\/(?:\\\r?\n|[^\n])*|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|(?<=^[ \t]*)#(?:\\\r?\n|[^\n])*/gm;
  const code = text.replace(token, (found: string, at: number) => {
    if (found.startsWith('#')) directives.push({ start: at, end: at + found.length });
    const quoted = found.startsWith('"') || found.startsWith("'");
    const blank = found.replace(/[^\n]/g, ' ');
    return quoted && found.length > 1 ? `${found[0] ?? ''}${blank.slice(2)}${found[0] ?? ''}` : blank;
  });
  return { code, directives };
}
