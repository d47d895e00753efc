import fc from 'fast-check';
import { expect, test } from 'vitest';
import { html } from './html.ts';
import { latex } from './latex.ts';
import { markdown } from './markdown.ts';
import { visible, visibleLine } from './visible.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '</script>',
        '<img src=x onerror=alert(1)>',
        '"',
        "'",
        '&amp;',
        '=cmd|',
        '|',
        '\\',
        '$',
        '`',
        '\u202e',
        '\u001b[31m',
        '\r',
        '\n',
        '\u2028',
        '{',
        '%',
        '\u0000',
        ']](http://x)',
        'www.x.org',
        '\ud800',
      ),
    )
    .map((parts) => parts.join('')),
);

test('no control, bidi or invisible character is left', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(visible(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\p{Cf}\u2028\u2029]/u);
      expect(visibleLine(text)).not.toMatch(/[\n\t\r]/);
      expect(visible(text)).not.toMatch(/\p{Cs}/u);
    }),
  );
});

test('ordinary text stays as it is', () => {
  const text = 'kprobe:tcp_connect /pid == 1/ {\n\tprintf("über 𝄞 %d", arg0);\n}';
  expect(visible(text)).toBe(text);
});

test('HTML: no tag, attribute end or entity of the text survives', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(html(text)).not.toMatch(/[<>"']/);
      expect(html(text).replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
    }),
  );
});

test('HTML: what a browser would read is the visible text', () => {
  const decode = (text: string): string =>
    text.replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
    );
  fc.assert(
    fc.property(hostile, (text) => {
      expect(decode(html(text))).toBe(visible(text));
    }),
  );
});

test('Markdown: a cell stays one cell of one row, without markup', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const cell = markdown(text);
      expect(cell).not.toMatch(/[\n<>]/);
      expect(cell.replace(/\\[\\`*_[\]{}#|~$^]/g, '')).not.toMatch(/[\\`*_[\]{}|$~]/);
      expect(cell).not.toMatch(/:\/\/|www\./i);
    }),
  );
});

test('LaTeX: no character of the text is active', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const known =
        /\\(textbackslash|textasciitilde|textasciicircum|textless|textgreater|textbar|textquotedbl|textquotesingle|textasciigrave)\{\}|\\[{}$&#_%]|\{-\}/g;
      expect(latex(text).replace(known, '').replaceAll('--', '')).not.toMatch(/[\\{}$&#_%~^]/);
    }),
  );
});

test.each([
  ['</script>', '&lt;/script&gt;', '&lt;/script&gt;', '\\textless{}/script\\textgreater{}'],
  ['a|b', 'a|b', 'a\\|b', 'a\\textbar{}b'],
  ['\u001b[31mred', '⟨U+001B⟩[31mred', '⟨U+001B⟩\\[31mred', '[U+001B][31mred'],
  ['x\u202ey', 'x⟨U+202E⟩y', 'x⟨U+202E⟩y', 'x[U+202E]y'],
  ['$x_1$', '$x_1$', '\\$x\\_1\\$', '\\$x\\_1\\$'],
])('%j in each sink', (text, asHtml, asMarkdown, asLatex) => {
  expect(html(text)).toBe(asHtml);
  expect(markdown(text)).toBe(asMarkdown);
  expect(latex(text)).toBe(asLatex);
});
