import { closingBracket } from '../../desugar/source.ts';
import type { MutableSource } from '../mutable-source.ts';
import { type Mutation, removal } from '../mutant.ts';

const calls = {
  bpftrace: /(?<![\w$@.])(?:delete|clear|zero|print|printf|time|join|exit|signal)\s*\(/g,
  libbpf: /\bbpf_(?:map_delete_elem|map_update_elem|printk|perf_event_output|send_signal|ringbuf_output)\s*\(/g,
};
const assignments = {
  bpftrace: /[@$]\w*(?:\[[^;{}]*?\])?\s*(?:[-+|&]?=(?!=)|\+\+|--)/g,
  libbpf: /\*?\w+(?:(?:->|\.)\w+)*\s*(?:[-+|&]?=(?!=)|\+\+)/g,
};

/** Statements that call something for its effect, or store something, are dropped. */
export function mutateStatements(source: MutableSource): Mutation[] {
  const { code, text, framework } = source;
  const dropped: Mutation[] = [];
  for (const { 0: head, index } of code.matchAll(calls[framework])) {
    const close = closingBracket(code, index + head.length - 1);
    if (close === null || !startsStatement(code, index)) continue;
    if (head.startsWith('printf') && isBanner(source, index, close)) continue;
    dropped.push(removal('statement', text, index, close + 1 + semicolon(code, close + 1, framework)));
  }
  for (const { index } of code.matchAll(assignments[framework])) {
    if (!startsStatement(code, index)) continue;
    const end = code.slice(index).search(/[;}]/);
    if (end < 0 || code.slice(index, index + end).includes('{')) continue;
    dropped.push(
      removal('statement', text, index, index + end + (framework === 'bpftrace' && code[index + end] === ';' ? 1 : 0)),
    );
  }
  return dropped;
}

/** An empty statement is none in bpftrace; in C it may be the branch of an `if`. */
function semicolon(code: string, at: number, framework: MutableSource['framework']): number {
  return framework === 'bpftrace' ? (/^\s*;/.exec(code.slice(at))?.[0].length ?? 0) : 0;
}

function startsStatement(code: string, at: number): boolean {
  return (
    /[{};)]\s*$/.test(code.slice(0, at)) &&
    !/\b(?:for|unroll)\s*\([^;{}]*;?[^;{}]*;?\s*$/.test(code.slice(Math.max(0, at - 200), at))
  );
}

/** A text without any conversion that BEGIN, END or a timer prints: nobody misses it. */
function isBanner({ text, bodies }: MutableSource, start: number, end: number): boolean {
  const body = bodies.find((span) => start > span.start && end < span.end);
  const probe = text.slice(0, body?.start ?? 0);
  return /\b(?:BEGIN|END|interval:[\w:]+)\s*$/.test(probe) && !/,(?!\s*")|%[^"]*d/.test(text.slice(start, end));
}
