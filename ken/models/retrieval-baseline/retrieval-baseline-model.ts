import type { Memory } from '../../memory/memory.ts';
import type { Model } from '../model.ts';

/**
 * The baseline without a language model: it answers attempt n with the program of the n-th most similar training pair,
 * different programs only. When they are used up the answer is empty, with the finish reason `no-more-programs`.
 * It reads the request, not the messages, so retrieval, hints and feedback of a configuration do not change it. Asked to
 * annotate a program it says nothing, with the finish reason `cannot-annotate`: without a language model it cannot.
 */
export function retrievalBaselineModel(name: string, memory: Memory): Model {
  return {
    name,
    kind: 'baseline',
    identity: { provider: 'retrieval-baseline', memory: memory.identity },
    async ask({ task, attempt, purpose, signal }) {
      signal?.throwIfAborted();
      const started = performance.now();
      if (purpose === 'comprehension') return { ...silence, finishReason: 'cannot-annotate' };
      const neighbours = await memory.nearest(task.prompt, { framework: task.framework, count: memory.size });
      const program = [...new Set(neighbours.map(({ pair }) => pair.program))][attempt - 1];
      return {
        text: program === undefined ? '' : fenced(program, task.framework === 'bpftrace' ? 'bpftrace' : 'c'),
        usage: { inputTokens: 0, outputTokens: 0 },
        finishReason: program === undefined ? 'no-more-programs' : 'stop',
        seconds: (performance.now() - started) / 1000,
        retries: [],
        recorded: false,
      };
    },
    close: () => Promise.resolve(),
  };
}

const silence = { text: '', usage: { inputTokens: 0, outputTokens: 0 }, seconds: 0, retries: [], recorded: false };

/** A fence that is longer than any run of backticks in the program. */
function fenced(program: string, tag: string): string {
  const longest = Math.max(2, ...[...program.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${tag}\n${program}\n${fence}\n`;
}
