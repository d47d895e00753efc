import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuestPool } from '../../kernel/guest/job.ts';
import { openGuestPool } from '../../kernel/guest/pool.ts';
import { prepareSandbox } from './sandbox/prepare-sandbox.ts';
import { runInSandbox } from './sandbox/run-in-sandbox.ts';
import type { CompileResult } from './compiled.ts';
import { Compiler } from './compiler.ts';

let pool: GuestPool;

beforeAll(async () => {
  pool = await openGuestPool({ size: 1 });
});
afterAll(() => pool.close());

const fixture = (name: string): Buffer => readFileSync(path.join(import.meta.dirname, 'fixtures', name));
const programs = [
  fixture('language.bt').toString(),
  fixture('several-probes.bt').toString(),
  'tracepoint:syscalls:sys_enter_openat /args.flags/ { printf("%s %s\\n", comm, str(args.filename)); }',
  'fentry:tcp_connect { @family = args.sk->__sk_common.skc_family; } uprobe:libc:malloc { @bytes = sum(arg0); }',
  'kprobe:vfs_read { @[kstack(3), pid] = hist(arg2); } profile:hz:99 { @cpu[cpu] = count(); }',
];

function compiled(result: CompileResult) {
  if (result.status !== 'compiled') throw new Error(JSON.stringify(result));
  return result;
}

describe('the compiler', () => {
  it.each(programs)('gives the same bytes on this machine and in the guest: %j', async (text) => {
    const [here, there] = [
      await new Compiler(pool, { place: 'host' }).compile({ framework: 'bpftrace', text }),
      await new Compiler(pool, { place: 'guest' }).compile({ framework: 'bpftrace', text }),
    ];
    expect(Buffer.compare(Buffer.from(compiled(here).elf), Buffer.from(compiled(there).elf))).toBe(0);
    expect(compiled(here).tree).toEqual(compiled(there).tree);
  });

  it('asks a kernel with the features of the guest', async () => {
    const sandbox = await prepareSandbox(pool.identity);
    const run = await runInSandbox(sandbox, pool.identity, mkdtempSync(path.join(tmpdir(), 'ken-info-')), [
      '/usr/bin/bpftrace',
      '--info',
    ]);
    const { reply } = await pool.run({ files: {}, workload: 'bpftrace --info' });
    // These three are read at attaching, from files that are not exported.
    const readLater = /OS: .*|(?:module btf|uprobe refcount): +\w+ */g;
    expect(run.stdout.replace(readLater, '').replace(/ +\n/g, '\n')).toBe(
      reply?.workload?.stdout.replace(readLater, '').replace(/ +\n/g, '\n'),
    );
  });

  it('gives the same bytes to root and to others (skipped without root, or when others cannot enter the cache)', async ({
    skip,
  }) => {
    if (process.getuid?.() !== 0) skip();
    const sandbox = await prepareSandbox(pool.identity);
    const folder = mkdtempSync(path.join(tmpdir(), 'ken-nobody-'));
    writeFileSync(path.join(folder, 'program.bt'), programs[2] ?? '');
    execFileSync('chmod', ['777', folder]);
    const command = ['/usr/bin/bpftrace', '--emit-elf', '/job/program.o', '/job/program.bt'];
    await runInSandbox(sandbox, pool.identity, folder, command);
    const asRoot = readFileSync(path.join(folder, 'program.o'));
    execFileSync('rm', [path.join(folder, 'program.o')]);
    const { launcher, libraries } = copyForOthers(sandbox);
    const tree = pool.identity.tree;
    try {
      const other = [launcher, tree, folder, libraries, pool.identity.kernel, ...command];
      execFileSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', ...other], { stdio: 'pipe' });
    } catch (error) {
      if (/Permission denied/.test(String((error as { stderr?: unknown }).stderr))) skip();
      throw error;
    }
    expect(readFileSync(path.join(folder, 'program.o')).equals(asRoot)).toBe(true);
  });

  it('tells a refused text from a crash, with the lines of the author', async () => {
    const compiler = new Compiler(pool);
    const text = '#include <linux/sched.h>\nkprobe:f\n{\n  @a = $undefined + AF_INET;\n}\n';
    const result = await compiler.compile({ framework: 'bpftrace', text });
    expect(result).toMatchObject({
      status: 'compile-failed',
      normalised: [/./, /./].map(() => expect.any(String) as string),
    });
    expect(result.status === 'compile-failed' && result.diagnostic).toMatch(
      /^line 4:.*Undefined or undeclared variable: \$undefined/,
    );
  });

  it('does not see this machine', async () => {
    const sandbox = await prepareSandbox(pool.identity);
    const run = (shell: string) =>
      runInSandbox(sandbox, pool.identity, mkdtempSync(path.join(tmpdir(), 'ken-box-')), [
        '/usr/bin/busybox',
        'sh',
        '-c',
        shell,
      ]);
    expect((await run(`ls ${process.cwd()}`)).stderr).toMatch(/No such file/);
    expect((await run('ls /proc; touch /etc/x')).stderr).toMatch(/Read-only file system/);
    expect((await run('kill -SEGV $$')).end).toEqual({ kind: 'signal', signal: 11 });
    expect((await run('id -u; grep -c . /proc/kallsyms')).stdout).toMatch(/^0\n\d{5,}\n$/);
    expect((await run('nc -l -p 1')).end).not.toEqual({ kind: 'exit', status: 0 });
  });

  it('remembers results', async () => {
    const compiler = new Compiler(pool);
    const program = { framework: 'bpftrace', text: 'BEGIN { @a = 1; }' } as const;
    expect(await compiler.compile(program)).toBe(await compiler.compile(program));
  });

  it('compiles against a stub where the guest lacks the library', async () => {
    const text = 'uprobe:libunknown:thing { @a = arg0; }';
    const result = compiled(await new Compiler(pool).compile({ framework: 'bpftrace', text }));
    expect(result.functions).toMatchObject([{ attachPoint: 'uprobe:libunknown:thing', kind: 'uprobe' }]);
    expect(result.normalised.join()).toMatch(/stub of libunknown/);
  });

  it('keeps asserts of C whose failing would be undefined', async () => {
    const text = [
      '#include "vmlinux.h"\n#include <bpf/bpf_helpers.h>\n#include <bpf/bpf_tracing.h>',
      'SEC("kprobe/vfs_read") int BPF_KPROBE(f, int a) { if (a + 1 < a) ((void (*)(u64))0x4b000001)(7); return 0; }',
      'char LICENSE[] SEC("license") = "GPL";',
    ].join('\n');
    const { elf, functions } = compiled(await new Compiler(pool).compile({ framework: 'libbpf', text }));
    expect(functions).toMatchObject([{ symbol: 'f', attachPoint: 'kprobe/vfs_read', kind: 'kprobe' }]);
    // The call's immediate, little endian.
    expect(Buffer.from(elf).includes(Buffer.from([0x85, 0, 0, 0, 1, 0, 0, 0x4b]))).toBe(true);
  });
});

function copyForOthers({ launcher, libraries }: { launcher: string; libraries: string }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'ken-others-'));
  execFileSync('cp', ['-r', launcher, libraries, folder]);
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  return { launcher: path.join(folder, 'ken-sandbox'), libraries: path.join(folder, 'libraries') };
}
