import { describe, expect, it } from 'vitest';
import { registerAt } from './pt-regs.ts';
import { fieldAt, parseTracepointFormat } from './tracepoint-format.ts';

// What a kernel prints for these, cut to the parts that are read.
const openat = `name: sys_enter_openat
ID: 678
format:
\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;
\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;
\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;

\tfield:int __syscall_nr;\toffset:8;\tsize:4;\tsigned:1;
\tfield:int dfd;\toffset:16;\tsize:8;\tsigned:0;
\tfield:const char * filename;\toffset:24;\tsize:8;\tsigned:0;

print fmt: "dfd: 0x%08lx, filename: 0x%08lx", ((unsigned long)(REC->dfd)), ((unsigned long)(REC->filename))
`;
const exec = `name: sched_process_exec
ID: 310
format:
\tfield:__data_loc char[] filename;\toffset:8;\tsize:4;\tsigned:0;
\tfield:pid_t pid;\toffset:12;\tsize:4;\tsigned:1;
\tfield:char comm[16];\toffset:20;\tsize:16;\tsigned:0;
`;

describe('a tracepoint', () => {
  it('names the fields of its record', () => {
    const format = parseTracepointFormat(openat);
    expect([format.name, format.id, format.fields.length]).toEqual(['sys_enter_openat', 678, 6]);
    expect(fieldAt(format, 24, 8)?.field).toEqual({
      name: 'filename',
      type: 'const char *',
      offset: 24,
      size: 8,
      signed: false,
      common: false,
      dynamic: false,
    });
    expect(format.fields.filter(({ common }) => common)).toHaveLength(3);
    expect(fieldAt(format, 4, 4)?.field).toMatchObject({ name: 'common_pid', type: 'int', signed: true });
    expect(fieldAt(format, 12, 4)).toBeNull();
  });

  it('knows arrays and data that lies elsewhere', () => {
    const format = parseTracepointFormat(exec);
    expect(fieldAt(format, 8, 4)?.field).toMatchObject({ name: 'filename', type: '__data_loc char[]', dynamic: true });
    expect(fieldAt(format, 22, 1)).toMatchObject({ field: { name: 'comm', type: 'char[16]' }, inside: 2 });
  });

  it('refuses another text', () => {
    expect(() => parseTracepointFormat('No such file')).toThrow(/no format of a tracepoint: "No such file"/);
  });
});

it.each([
  [112, 'arg0'],
  [104, 'arg1'],
  [96, 'arg2'],
  [88, 'arg3'],
  [72, 'arg4'],
  [64, 'arg5'],
  [80, 'retval'],
  [128, 'reg("ip")'],
  [152, 'reg("sp")'],
  [160, 'reg("ss")'],
  [168, null],
  [113, null],
])('calls byte %i of pt_regs %s', (offset, name) => {
  expect(registerAt(offset)).toBe(name);
});
