import { failedAttempt } from '../../ken/pipeline/failed-attempt.ts';
import type { PipelineResult } from '../../ken/pipeline/result.ts';
import type { Program } from '../../ken/program.ts';
import { visible, visibleLine } from '../report/escape/visible.ts';

/** What is known of a verified program, as sentences for a person: what was proved, on which assumptions, how to run it. */
export function describeVerified({ attempts, verified }: PipelineResult, file: string | null): string[] {
  const last = attempts.at(-1);
  if (!verified || !last) return [];
  const answer = last.symbolic?.answer;
  const verification = answer?.status === 'verified' ? answer.verification : null;
  return [
    `verified in attempt ${attempts.length}`,
    ...(verification
      ? [
          `proved for every input, as the annotated program says it:`,
          ...verification.asserts.map(({ text, verdict, bound }) =>
            indent(`${text}${verdict === 'proved-bounded' ? ` (for up to ${bound ?? '?'} events in a row)` : ''}`),
          ),
          ...(verification.assumptions.length > 0 ? ['on these assumptions:'] : []),
          ...verification.assumptions.map(indent),
          'The asserts were written for the request; that they say what you meant, only you can tell.',
        ]
      : ['nothing was proved of what it prints: only that the kernel accepts it']),
    ...(last.gate ? gateLines(last.gate.toolchain) : []),
    ...(verification?.lints ?? []).map(({ line, message }) => `note, line ${line}: ${visibleLine(message)}`),
    'to run it:',
    ...howToRun(verified, file).map(indent),
  ];
}

function gateLines({ kernel, bpftrace, clang }: { kernel: string; bpftrace: string; clang?: string }): string[] {
  const tools = clang === undefined ? `bpftrace ${bpftrace}` : `clang ${clang}`;
  return [`loaded and attached in a guest with kernel ${kernel} and ${tools}; another kernel may refuse it`];
}

function howToRun({ framework }: Program, file: string | null): string[] {
  if (framework === 'bpftrace') return [`sudo bpftrace ${file ?? 'PROGRAM.bt'}`];
  const source = file ?? 'PROGRAM.bpf.c';
  const object = source.replace(/\.c$/, '.o');
  return [
    'bpftool btf dump file /sys/kernel/btf/vmlinux format c > vmlinux.h',
    `clang -g -O2 -target bpf -D__TARGET_ARCH_x86 -I. -c ${source} -o ${object}`,
    `sudo bpftool prog loadall ${object} /sys/fs/bpf/ken autoattach`,
  ];
}

/** Why nothing was verified: the reason of every attempt. */
export function describeFailure({ attempts }: PipelineResult): string[] {
  return [
    `no program passed in ${attempts.length} ${attempts.length === 1 ? 'attempt' : 'attempts'}`,
    ...attempts.map((attempt) => {
      const { number, outcome, diagnostic } = failedAttempt(attempt);
      return indent(`${number}: ${outcome}: ${visibleLine(diagnostic).slice(0, 300)}`);
    }),
  ];
}

function indent(text: string): string {
  return `  ${visible(text)}`;
}
