import { describe, expect, test } from 'vitest';
import { extractProgram } from './extract-program.ts';

const script = 'tracepoint:sched:sched_process_exec\n{\n  printf("%s\\n", comm);\n}';
const clang = `#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

SEC("tracepoint/sched/sched_process_exec")
int on_exec(void *ctx)
{
	bpf_printk("exec");
	return 0;
}`;

describe('finds the program in', () => {
  test.each([
    ['a tagged fence', `Here it is:\n\n\`\`\`bpftrace\n${script}\n\`\`\`\nRun it as root.`],
    ['a fence with a wrong tag', `\`\`\`awk\n${script}\n\`\`\``],
    ['a fence tagged bash that holds the script itself', `\`\`\`bash\n${script}\n\`\`\``],
    ['a tilde fence', `~~~\n${script}\n~~~`],
    ['a long fence', `\`\`\`\`\`bt\n${script}\n\`\`\`\`\``],
    ['a fence in a list', `1. Save this:\n\n   \`\`\`bt\n${script.replace(/^/gm, '   ')}\n   \`\`\`\n2. Run it.`],
    ['a fence in a block quote', `> \`\`\`bt\n${script.replace(/^/gm, '> ')}\n> \`\`\``],
    ['a fence inside Markdown inside a fence', `\`\`\`\`markdown\nText\n\`\`\`bpftrace\n${script}\n\`\`\`\n\`\`\`\``],
    ['a fence that was never closed', `\`\`\`bpftrace\n${script}`],
    ['bare text', script],
    [
      'bare text between prose',
      `Sure! This prints each new program.\n\n${script}\n\nIt attaches to a tracepoint: see below.`,
    ],
    [
      'a file with carriage returns and a byte order mark',
      `\uFEFF\`\`\`bpftrace\n${script}\n\`\`\``.replaceAll('\n', '\r\n'),
    ],
    ['a fence after a zero-width space', `\u200B\`\`\`bpftrace\n${script}\n\u200B\`\`\``],
    [
      'a thought with another program, then the answer',
      `<think>\n\`\`\`\nBEGIN { exit(); }\n\`\`\`\n</think>\n${script}`,
    ],
    ['a thought whose opening tag is missing', `BEGIN { exit(); }\n</think>\n\`\`\`\n${script}\n\`\`\``],
    ['a shell one-liner', `\`\`\`bash\nsudo bpftrace -e '${script}'\n\`\`\``],
    [
      'a shell one-liner at a root prompt',
      `\`\`\`console\n# bpftrace -v -f json -e '${script}'\nAttaching 1 probe...\n\`\`\``,
    ],
    ['a shell one-liner with options after it', `sudo timeout 5 bpftrace -e '${script}' -c 'sleep 1'`],
    ['a shell one-liner in prose', `Run \`sudo bpftrace -e '${script}'\` and wait; don't stop it.`],
    ['a shell one-liner in double quotes', `bpftrace -e "${script.replaceAll(/["\\$`]/g, '\\$&')}"`],
    ['a here-document', `\`\`\`sh\ncat <<'EOF' > exec.bt\n${script}\nEOF\nsudo bpftrace exec.bt\n\`\`\``],
    [
      'a here-document without a fence',
      `cat > exec.bt << "END_OF_FILE"\n${script}\nEND_OF_FILE\nsudo bpftrace exec.bt`,
    ],
    ['a here-document into bpftrace', `sudo bpftrace - <<EOF\n${script.replaceAll('\\', '\\\\')}\nEOF`],
    [
      'a here-document with tabs',
      `cat <<-EOF | sudo tee x.bt\n${script.replace(/^/gm, '\t').replaceAll('\\', '\\\\')}\n\tEOF`,
    ],
    ['echo', `echo '${script}' > x.bt && sudo bpftrace x.bt`],
    ['a JSON object', JSON.stringify({ explanation: 'prints', program: script })],
    ['a JSON object in a fence', `\`\`\`json\n${JSON.stringify({ code: script }, null, 2)}\n\`\`\``],
    ['a JSON object between prose', `Here: ${JSON.stringify({ result: { code: script } })} Good luck.`],
    ['JSON around a fence', JSON.stringify({ answer: `Use\n\`\`\`bpftrace\n${script}\n\`\`\`\n` })],
    ['JSON around a shell line', JSON.stringify({ command: `sudo bpftrace -e '${script}'` })],
  ])('%s', (_, reply) => {
    expect(extractProgram(reply, 'bpftrace')).toMatchObject({
      program: { framework: 'bpftrace', text: script },
      mended: [],
    });
  });

  test('a code span of a sentence', () => {
    const found = extractProgram('Try `kprobe:vfs_read { @[comm] = count(); }` as root.', 'bpftrace');
    expect(found).toMatchObject({
      program: { text: 'kprobe:vfs_read { @[comm] = count(); }' },
      wrapping: 'inline-code',
    });
  });

  test.each([
    ['a fence', `\`\`\`c\n${clang}\n\`\`\``],
    ['bare text with prose', `The BPF side:\n\n${clang}\n\nIt prints a line`],
    ['a here-document', `cat > x.bpf.c <<'EOF'\n${clang}\nEOF\nclang -target bpf -c x.bpf.c`],
    [
      'a reply that also has the user-space side',
      `\`\`\`c\n#include "x.skel.h"\nint main(void) { }\n\`\`\`\n\`\`\`c\n${clang}\n\`\`\``,
    ],
    ['JSON', JSON.stringify({ code: clang })],
  ])('%s (libbpf)', (_, reply) => {
    expect(extractProgram(reply, 'libbpf')).toMatchObject({
      program: { framework: 'libbpf', text: clang },
      mended: [],
    });
  });
});

describe('of several programs, takes', () => {
  const first = 'BEGIN { printf("first\\n"); }';
  const second = 'BEGIN { printf("second\\n"); }';
  const fence = (program: string) => `\`\`\`bpftrace\n${program}\n\`\`\``;
  test.each([
    ['the first when they are alternatives', `${fence(first)}\nor\n${fence(second)}`, first],
    [
      'the one that is not the earlier program',
      `Your original program was:\n${fence(second)}\nThis works:\n${fence(first)}`,
      first,
    ],
    [
      'the whole rather than an excerpt',
      `The heart of it:\n${fence(second)}\nAll of it:\n${fence(`${second}\n${first}`)}`,
      `${second}\n${first}`,
    ],
    ['the closed one before the one that was cut off', `${fence(first)}\nor\n\`\`\`bpftrace\nBEGIN { printf(`, first],
    [
      'the script rather than the command that starts it',
      `${fence(first)}\n\`\`\`bash\nsudo bpftrace first.bt\n\`\`\``,
      first,
    ],
  ])('%s', (_, reply, expected) => {
    expect(extractProgram(reply, 'bpftrace').program?.text).toBe(expected);
  });

  test('says how many others there were', () => {
    expect(extractProgram(`${fence(first)}\n${fence(second)}\n${fence(second)}`, 'bpftrace')).toMatchObject({
      alternatives: 1,
    });
  });
});

describe('says why there is no program', () => {
  test.each([
    ['nothing at all', '', null, 'empty'],
    ['blanks only', ' \r\n\t', 'stop', 'empty'],
    ['prose', 'You should look at the scheduler: it knows.', 'stop', 'no-program'],
    ['JSON without a program', '{"program": "later"}', 'stop', 'no-program'],
    ['a refusal', "I'm sorry, but I can't help with tracing other people.", 'stop', 'refusal'],
    ['a refusal with a typographic apostrophe', 'I can\u2019t write kernel code.', 'stop', 'refusal'],
    ['a filtered answer', `\`\`\`bpftrace\n${script}\n\`\`\``, 'content_filter', 'refusal'],
    ['an open fence at the token limit', `\`\`\`bpftrace\n${script}\ntracepoint:`, 'length', 'cut-off'],
    ['a block without its end', '```bpftrace\nBEGIN { printf("a', null, 'cut-off'],
    ['an unclosed shell quote', "sudo bpftrace -e 'BEGIN { printf(", 'stop', 'cut-off'],
    ['bare text at the token limit', 'BEGIN {\n  printf(', 'length', 'cut-off'],
    ['an endless thought', '<think>\nBEGIN { exit(); } or perhaps', 'length', 'cut-off'],
    ['a program of the other framework', `\`\`\`c\n${clang}\n\`\`\``, 'stop', 'wrong-framework'],
    ['a BCC script', '```python\nfrom bcc import BPF\nBPF(text="...")\n```', 'stop', 'wrong-framework'],
    ['an absurd amount of text', 'BEGIN { } '.repeat(30_000), 'stop', 'too-long'],
  ])('%s', (_, reply, finishReason, problem) => {
    expect(extractProgram(reply, 'bpftrace', finishReason)).toMatchObject({ program: null, problem });
  });

  test('a bpftrace script where libbpf was asked for', () => {
    expect(extractProgram(script, 'libbpf')).toMatchObject({ problem: 'wrong-framework' });
  });
});

test('a program that mentions its own command line in a comment is not that command line', () => {
  const program = `// usage: bpftrace -e 'BEGIN { exit(); }'\n${script}`;
  expect(extractProgram(`\`\`\`\n${program}\n\`\`\``, 'bpftrace').program?.text).toBe(program);
  expect(extractProgram(program, 'bpftrace').program?.text).toBe(program);
});

test.each([
  ['after', `BEGIN { printf("a"); }\n\nperf:cache/misses/\n{\n  @ = count();\n}\n\nEND { clear(@); }`],
  ['before', `perf:cache/misses/\n{\n  @ = count();\n}\n\nEND { clear(@); }`],
  ['between', `kprobe:vfs_read { @ = count(); }\nkretprobe: vfs_read\n{\n  @x = 1;\n}`],
])('code that we cannot read, %s the rest, is not left out: the program must not get better', (_, program) => {
  expect(extractProgram(program, 'bpftrace').program?.text).toBe(program);
  expect(extractProgram(`Here it is:\n\n${program}\n\nIt counts misses.`, 'bpftrace').program?.text).toBe(program);
});

test('a probe of an unknown provider in a fence is a candidate', () => {
  const program = 'syscall:open\n{\n  @[comm] = count();\n}';
  expect(extractProgram(`\`\`\`\n${program}\n\`\`\``, 'bpftrace').program?.text).toBe(program);
});

test('what follows -e is a candidate even when we cannot read it', () => {
  expect(extractProgram("sudo bpftrace -e 'kprobe: vfs_read { @ = count( }'", 'bpftrace').program?.text).toBe(
    'kprobe: vfs_read { @ = count( }',
  );
  expect(extractProgram("Start it with bpftrace -e 'PROGRAM' as root.", 'bpftrace')).toMatchObject({
    problem: 'no-program',
  });
});

test('a closed fence with a syntax error is a candidate: the gate tells the model', () => {
  const wrong = 'kprobe:vfs_read { @[comm] = count(;';
  expect(extractProgram(`\`\`\`bpftrace\n${wrong}\n\`\`\``, 'bpftrace', 'stop').program?.text).toBe(wrong);
});

test.each([
  ['unclosed comments', '/* \n'.repeat(60_000)],
  ['unclosed blocks', 'config = {\n'.repeat(20_000)],
  ['endless predicates', 'k:a / /\n'.repeat(30_000)],
  ['many commands', 'cat '.repeat(60_000)],
  ['many spans', '`k:a { }` '.repeat(25_000)],
  ['many quotes', "bpftrace -e '".repeat(19_000)],
  ['many fences', '```\n'.repeat(60_000)],
  ['blank lines', `a${'\n'.repeat(250_000)}b`],
  ['blanks', `a${' '.repeat(250_000)}b`],
  ['deep JSON', `{"a":${'['.repeat(100_000)}`],
])('hostile text is read in bounded time: %s', (_, reply) => {
  expect(() => extractProgram(reply, 'bpftrace')).not.toThrow();
  expect(() => extractProgram(reply, 'libbpf')).not.toThrow();
});
