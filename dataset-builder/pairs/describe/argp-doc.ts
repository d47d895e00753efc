import { placeOf, type Found } from './candidate.ts';

/** The first paragraph of `argp_program_doc` in the user-space part of a tool: what `--help` says first. */
export function argpDoc(text: string): Found | undefined {
  const declaration = /\bargp_program_doc\[\]\s*=([^;]{0,20000});/.exec(text);
  if (!declaration) return undefined;
  const whole = [...(declaration[1] ?? '').matchAll(/"((?:[^"\\]|\\.)*)"/g)]
    .map((literal) => (literal[1] ?? '').replace(/\\n/g, '\n').replace(/\\t/g, ' ').replace(/\\(.)/g, '$1'))
    .join('');
  const first = whole
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .find((paragraph) => paragraph !== '' && !/^usage\b/i.test(paragraph));
  return first === undefined
    ? undefined
    : {
        text: (first.split(/\n(?=USAGE)/i)[0] ?? '').replace(/^\w+: (?=\w)/, ''),
        lines: placeOf(text, declaration.index, declaration[0].length),
      };
}
