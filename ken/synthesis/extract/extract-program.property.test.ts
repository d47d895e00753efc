import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Framework } from '../../program.ts';
import { extractProgram } from './extract-program.ts';

/** Text of a string literal: quotes, backslashes, braces, comment signs and letters of any script. */
const literal = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\\n',
        '\\"',
        '\\\\',
        '$',
        "'",
        '`',
        '{',
        '}',
        '/*',
        '//',
        '%s',
        ' ',
        '\u201c',
        '\u200b',
        '\u00e9',
        '<<EOF',
      ),
      fc.stringMatching(/^[a-z]{1,5}$/),
    ),
    { maxLength: 8 },
  )
  .map((parts) => `"${parts.join('')}"`);
const name = fc.stringMatching(/^[a-z][a-z_]{0,8}$/);
const probe = fc.oneof(
  fc.constantFrom('BEGIN', 'END', 'interval:s:1', 'profile:hz:99'),
  name.map((word) => `kprobe:${word}`),
  name.map((word) => `tracepoint:syscalls:sys_enter_${word}`),
  name.map((word) => `uprobe:/bin/${word}:readline`),
);
const block = fc
  .array(literal, { minLength: 1, maxLength: 3 })
  .map((texts) => `{\n${texts.map((text) => `\tprintf(${text});`).join('\n')}\n}`);
const item = fc
  .tuple(fc.array(probe, { minLength: 1, maxLength: 2 }), fc.option(name), block)
  .map(
    ([probes, filter, body]) =>
      `${probes.join(',\n')}${filter === null ? '' : `\n/@${filter}[tid] / 2 == 1/`}\n${body}`,
  );
const comment = name.map((word) => `// about ${word}\n`);
const bpftrace = fc
  .tuple(fc.option(comment), fc.array(item, { minLength: 1, maxLength: 3 }))
  .map(([head, items]) => `${head ?? ''}${items.join('\n\n')}`);
const libbpf = fc
  .array(fc.tuple(name, literal), { minLength: 1, maxLength: 3 })
  .map((functions) =>
    [
      '#include "vmlinux.h"',
      ...functions.map(
        ([word, text]) => `SEC("kprobe/${word}")\nint on_${word}(void *ctx)\n{\n\tbpf_printk(${text});\n\treturn 0;\n}`,
      ),
    ].join('\n\n'),
  );

const prose = fc.constantFrom('', 'Sure, here is the program.\n\n', 'This traces it; it needs root:\n\n');

const wrappings: Record<string, (program: string) => string> = {
  'tagged fence': (program) => `${fenceFor(program)}bpftrace\n${program}\n${fenceFor(program)}\n\nStop it with Ctrl-C.`,
  'untagged fence': (program) => `${fenceFor(program)}\n${program}\n${fenceFor(program)}`,
  'tilde fence': (program) => `~~~~c\n${program}\n~~~~\n`,
  'indented fence': (program) =>
    `1. First\n\n   ${fenceFor(program)}\n${program.replace(/^/gm, '   ')}\n   ${fenceFor(program)}`,
  'carriage returns': (program) => `${fenceFor(program)}\n${program}\n${fenceFor(program)}`.replaceAll('\n', '\r\n'),
  'quoted here-document': (program) => `cat > p.src <<'END_OF_PROGRAM'\n${program}\nEND_OF_PROGRAM\nsudo run p.src`,
  'expanding here-document': (program) =>
    `cat > p.src <<END_OF_PROGRAM\n${program.replace(/[\\$`]/g, '\\$&')}\nEND_OF_PROGRAM\n`,
  JSON: (program) => JSON.stringify({ thought: 'short', program }),
  'fenced JSON': (program) =>
    `${fenceFor(program)}json\n${JSON.stringify([{ code: program }], null, 1)}\n${fenceFor(program)}`,
};
const shellWrappings: Record<string, (program: string) => string> = {
  'single quotes': (program) => `sudo bpftrace -e '${program.replaceAll("'", `'\\''`)}'`,
  'single quotes with a quoted quote': (program) => `sudo bpftrace -e '${program.replaceAll("'", `'"'"'`)}' -q\n`,
  'double quotes': (program) => `bpftrace -f json -e "${program.replace(/[\\$`"]/g, '\\$&')}"`,
  "bash's quotes": (program) =>
    `bpftrace -e $'${program.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}'`,
  bare: (program) => program,
};

describe.each<[Framework, fc.Arbitrary<string>, typeof wrappings]>([
  ['bpftrace', bpftrace, { ...wrappings, ...shellWrappings }],
  ['libbpf', libbpf, { ...wrappings, bare: (program) => program }],
])('a %s program comes back byte for byte from', (framework, programs, ways) => {
  test.each(Object.entries(ways))('%s', (_, wrap) => {
    fc.assert(
      fc.property(prose, programs, (before, program) => {
        expect(extractProgram(`${before}${wrap(program)}`, framework, 'stop').program?.text).toBe(program);
      }),
    );
  });
});

test('any text gives a result, and a program is never invented', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const found = extractProgram(text, 'bpftrace');
      if (found.program) expect(text.replace(/\r\n?/g, '\n')).toContain(found.program.text.slice(0, 5));
    }),
  );
});

function fenceFor(program: string): string {
  const longest = Math.max(0, ...(program.match(/`+/g) ?? []).map((run) => run.length));
  return '`'.repeat(Math.max(3, longest + 1));
}
