import { describe, expect, it } from 'vitest';
import { assemblyViolation } from './inline-assembly.ts';

const call = (template: string): string =>
  `source_filename = "program.bpf.c"\n@.str = private constant [5 x i8] c"asm \\00"\n  %2 = call i64 asm sideeffect "${template}", "=r"(i64 1), !dbg !4\n`;

describe('assemblyViolation', () => {
  it.each(['$0 = *(u64 *)($1 + 0)', '', '.8byte 18', 'r1 = r2\\0A.long 1', 'goto .Lend'])(
    'lets through %j',
    (template) => {
      expect(assemblyViolation(call(template))).toBeNull();
    },
  );

  it.each([
    '.incbin \\22/etc/passwd\\22',
    'r1 = r2\\0A  .include \\22/etc/passwd\\22',
    '.macro m a\\0A.inc\\\\a \\22/etc/passwd\\22\\0A.endm\\0Am bin',
    '.inc${0:c} name',
    '.i$(ncbin$|nothing$) name',
    '.\\69ncbin name',
    '${0:c} \\22/etc/passwd\\22',
    '.byte 1; .incbin name',
    '.bytes',
  ])('refuses %j', (template) => {
    expect(assemblyViolation(call(template))).not.toBeNull();
  });

  it('refuses assembly of the file itself, and beside symbols with assembler names', () => {
    expect(assemblyViolation('module asm ".incbin \\22/etc/passwd\\22"')).not.toBeNull();
    for (const named of ['@"\\01x"', '@.incbin', '@"/etc/passwd"'].map((name) => `${name} = external global i32\n`)) {
      expect(assemblyViolation(named)).toBeNull();
      expect(assemblyViolation(named + call('${0:c} ${1:c}'))).not.toBeNull();
      expect(assemblyViolation(named + call(''))).toBeNull();
    }
    expect(assemblyViolation(`@"llvm.task_struct:0:1$0" = external global i64\n${call('r1 = r2')}`)).toBeNull();
  });

  it('is not led astray by strings that look like assembly', () => {
    expect(assemblyViolation('@a = constant [9 x i8] c" asm \\22.inc"\n@b = constant [4 x i8] c"asm "\n')).toBeNull();
  });
});
