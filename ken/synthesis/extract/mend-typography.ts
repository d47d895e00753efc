import type { Framework } from '../../program.ts';

/**
 * Puts right what word processors and chat windows do to code: typographic quotes that stand for string quotes,
 * no-break spaces, zero-width characters. Only outside of string literals and comments: inside, nobody knows what was
 * meant, so nothing is changed. A text without such characters comes back as it is.
 */
export function mendTypography(text: string, framework: Framework): { text: string; mended: string[] } {
  if (!/[\u00A0\u200B-\u200D\u2018-\u201F\u202F\u2060\uFEFF]/.test(text)) return { text, mended: [] };
  const mended = new Set<string>();
  let result = '';
  let index = 0;
  while (index < text.length) {
    const literal = literalAt(text, index, framework);
    if (literal) {
      if (literal.text !== text.slice(index, literal.end))
        mended.add('typographic quotes around a string became plain quotes');
      result += literal.text;
      index = literal.end;
      continue;
    }
    const character = text.charAt(index);
    if (/[\u00A0\u202F]/.test(character)) {
      mended.add('no-break spaces outside of strings became spaces');
      result += ' ';
    } else if (/[\u200B-\u200D\u2060\uFEFF]/.test(character)) {
      mended.add('zero-width characters outside of strings were removed');
    } else {
      result += character;
    }
    index += 1;
  }
  return { text: result, mended: [...mended] };
}

const comment = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const string = /"(?:\\[\s\S]|[^"\\])*"?/y;
const character = /'(?:\\[\s\S]|[^'\\\n])*'?/y;
const typographicString = /[\u201C-\u201F]((?:\\[^\n]|[^"\u201C-\u201F\\\n])*)[\u201C-\u201F]/y;
const typographicCharacter = /[\u2018-\u201B]((?:\\[^\n]|[^'\u2018-\u201B\\\n])*)[\u2018-\u201B]/y;

/** The comment or literal at the index, with plain quotes around it. Only C has character literals. */
function literalAt(text: string, index: number, framework: Framework): { text: string; end: number } | null {
  for (const pattern of framework === 'libbpf' ? [comment, string, character] : [comment, string]) {
    const match = matchAt(pattern, text, index);
    if (match) return { text: match[0], end: index + match[0].length };
  }
  const quoted = matchAt(typographicString, text, index);
  if (quoted) return { text: `"${quoted[1] ?? ''}"`, end: index + quoted[0].length };
  const single = framework === 'libbpf' ? matchAt(typographicCharacter, text, index) : null;
  return single ? { text: `'${single[1] ?? ''}'`, end: index + single[0].length } : null;
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}
