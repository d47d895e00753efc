import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitHeaders, typeSources } from './fit-headers.ts';
import { sourceDirectives } from './source-directives.ts';

const passes = (text: string): boolean => {
  const directives = sourceDirectives(text);
  return directives.violations.length === 0 && fitHeaders(text, directives, 'vmlinux').refused.length === 0;
};

describe('sourceDirectives', () => {
  it.each([
    ['quoted path', '#include "/etc/passwd"'],
    ['bracketed path', '#include </etc/passwd>'],
    ['path that climbs', '#include <bpf/../../../etc/passwd>'],
    ['path that climbs from the kernel', '#include <linux/../../../etc/passwd.h>'],
    ['sibling', '#include "execsnoop.h"'],
    ['macro', '#define H "/etc/passwd"\n#include H'],
    ['spliced name', '#inc\\\nlude "/etc/passwd"'],
    ['splice with blanks', '#inc\\  \nlude "/etc/passwd"'],
    ['digraph', '%:include "/etc/passwd"'],
    ['trigraph', '??=include "/etc/passwd"'],
    ['comments inside', '/* a */ # /* b\n */ include "/etc/passwd"'],
    ['next', '#include_next <stdio.h>'],
    ['import', '#import "/etc/passwd"'],
    ['embed', 'char a[] = {\n#embed "/etc/passwd"\n};'],
    ['line that names a file for debug information', '#line 1 "/etc/passwd"\nint a;'],
    ['line marker', '# 1 "/etc/passwd"\nint a;'],
    ['question', '#if __has_include("/etc/passwd")\n#endif'],
    ['next question', '#if __has_include_next("/etc/passwd")\n#endif'],
    ['dependency', '#pragma GCC dependency "/etc/passwd"'],
    ['lone carriage return', '// \\\n\r/*\n#include "/etc/passwd"\n// */'],
    ['comment that #warning does not see', '#warning /*\n#include "/etc/passwd"\n#warning */'],
    ['raw string that hides a quote', 'char *a = R"(")" "\n#include </etc/passwd>\n";'],
    ['byte order mark', '\ufeff#include "/etc/passwd"'],
    ['blank that only the compiler takes for one', '\u00a0#include "/etc/passwd"'],
    ['unfinished literal before it', 'int a = \'\n#include "/etc/passwd"\n;\''],
  ])('refuses: %s', (_name, text) => {
    expect(passes(text)).toBe(false);
  });

  it.each([
    [
      'headers of a program',
      '#include "vmlinux.h"\n#include <bpf/bpf_helpers.h> // helpers\n#include <bpf/bpf_tracing.h>',
    ],
    [
      'directives in comments and strings',
      '/*\n#include "/etc/passwd"\n*/\n// #include "/x"\nchar *a = "#include \\"/x\\"";',
    ],
    ['operators of macros', '#define S(a) #a\n#define P(a, b) a##b\n#define LONG(a) \\\n  do { } while (0)\n'],
    ['conditions', '#ifndef A\n#define A 1\n#elif defined(B)\n#else\n#error "no"\n#endif\n#undef A\n#pragma unroll\n#'],
  ])('lets through: %s', (_name, text) => {
    expect(sourceDirectives(text).violations).toEqual([]);
    expect(passes(text)).toBe(true);
  });

  it('names line and range of an include', () => {
    const text = 'int a;\n  #include <linux/bpf.h> /* why */\n';
    const [include] = sourceDirectives(text).includes;
    expect(include).toMatchObject({ header: 'linux/bpf.h', line: 2 });
    expect(text.slice(include?.start, include?.end)).toBe('#include <linux/bpf.h>');
  });
});

describe('against clang', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ken-directives-'));
    writeFileSync(path.join(folder, 'secret'), 'leaked\n');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** What may make two readers disagree on whether the include behind it is code. */
  const piece = fc.constantFrom(
    ...[
      '#',
      '%:',
      '\n',
      '\\\n',
      '\\ \n',
      '/*',
      '*/',
      '//',
      '"',
      "'",
      '\\',
      ' ',
      '/',
      '*',
      '1',
      'u8',
      'R"(',
      ')"',
      '<',
      '>',
    ],
    ...[
      '#warning ',
      '#pragma ',
      '#define Q ',
      '#if 0\n',
      '#endif\n',
      '#if 1 ',
      '??/\n',
      '\t',
      '\f',
      '\u00a0',
      '#include <linux/',
    ],
  );
  const text = fc
    .tuple(
      fc.array(piece, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('\n', ''),
      fc.array(piece, { maxLength: 3 }),
    )
    .map(([before, end, after]) => `${before.join('')}${end}#include "secret"\n${after.join('')}`);
  const readsNothing = (candidate: string): boolean => {
    const { violations, includes } = sourceDirectives(candidate);
    return violations.length === 0 && includes.length === 0;
  };

  it('a text without violations and includes never makes clang read a file', () => {
    fc.assert(
      fc.property(text.filter(readsNothing), (candidate) => {
        const flags = ['-target', 'bpf', '-std=gnu11', '-nostdinc', '-E', '-P', '-I.', '-x', 'c', '-'];
        const { stdout, stderr } = spawnSync('clang', flags, { cwd: folder, input: candidate, encoding: 'utf8' });
        expect(stdout + stderr).not.toContain('leaked');
      }),
      { numRuns: Number(process.env['KEN_CLANG_RUNS'] ?? 40) },
    );
  });
});

describe('fitHeaders', () => {
  const fit = (text: string, source: 'vmlinux' | 'user-space-headers') =>
    fitHeaders(text, sourceDirectives(text), source);

  it('drops what vmlinux.h replaces and keeps line numbers', () => {
    const text =
      '#include "vmlinux.h"\n#include <linux/sched.h>\n#include <stdint.h>\n#include <bpf_helpers.h>\nint a;';
    const { text: fitted, changes } = fit(text, 'vmlinux');
    expect(fitted).toBe('#include "vmlinux.h"\n\n\n#include <bpf/bpf_helpers.h>\nint a;');
    expect(changes).toHaveLength(3);
  });

  it('reads vmlinux.h once in the place of the kernel headers', () => {
    const { text } = fit('#include <linux/bpf.h>\n#include <net/sock.h>\n', 'vmlinux');
    expect(text).toBe('#include "vmlinux.h"\n\n');
  });

  it("keeps the kernel's headers for user space when they are wanted", () => {
    const { text } = fit(
      '#include <uapi/linux/ptrace.h>\n#include <linux/bpf.h>\n#include <string.h>\n',
      'user-space-headers',
    );
    expect(text).toBe('#include <linux/ptrace.h>\n#include <linux/bpf.h>\n\n');
  });

  it('tries headers for user space only for texts that know no others', () => {
    const sources = (text: string) => typeSources(sourceDirectives(text));
    expect(sources('#include <linux/bpf.h>')).toEqual(['user-space-headers', 'vmlinux']);
    expect(sources('#include <net/sock.h>')).toEqual(['vmlinux']);
    expect(sources('#include "vmlinux.h"\n#include <linux/bpf.h>')).toEqual(['vmlinux']);
  });
});
