import type { TypeTable } from '../../../ken/verifier/btf/type-table.ts';
import type { Clause, Contract } from '../../../ken/verifier/contracts/contract.ts';
import { clauseTest, type ClauseTest } from '../../../ken/verifier/contracts/language/evaluate-clause.ts';
import { namesIn } from '../../../ken/verifier/contracts/language/expression.ts';
import { parseExpression } from '../../../ken/verifier/contracts/language/parse-expression.ts';
import { scalarType, type Signature } from '../../../ken/verifier/contracts/language/signature.ts';

/** One value of a function that is watched: its result, or one parameter. */
export interface Watched {
  function: string;
  /** `ret` or the name of the parameter. */
  value: string;
  /** Position of the parameter; null for the result. */
  position: number | null;
  /** How the tracer reads it: `s32`, `x64`. */
  type: string;
  /** Pointers are watched by class only, since their values never repeat. */
  isPointer: boolean;
  clauses: { clause: Clause; test: ClauseTest }[];
}

/** Functions whose probes disturb the tracing itself, or are entered millions of times a second. */
const avoided =
  /^(?:trace_|ftrace|ring_buffer|rb_|kprobe|kretprobe|arch_|native_|rcu_|__rcu|lock_|local_|irq_|__irq|printk|vprintk|console|ktime_|clock|sched_clock|tracing_|event_|hist_|perf_|bpf_|hrtimer_|tick_|timekeeping|update_|task_tick|preempt_|debug_|stack_|unwind|text_poke|memset|memcpy|_raw|raw_spin|copy_from|copy_to|get_kprobe|optimized|opt_pre|aggr_)/;

/** What can be watched of a contract: clauses that speak of exactly one value, the result or a parameter. */
export function watchedValues(contract: Contract, signature: Signature, types: TypeTable): Watched[] {
  if (!contract.hooks.includes('kprobe') || avoided.test(contract.name)) return [];
  const found = new Map<string, Watched>();
  for (const clause of contract.clauses) {
    const parsed = parseExpression(clause.text);
    if (parsed.status === 'invalid' || /->|\./.test(clause.text)) continue;
    const names = namesIn(parsed.expression).filter(
      (name) => name === 'ret' || signature.parameters.some((each) => each.name === name),
    );
    const [value, ...others] = names;
    const test = clauseTest(parsed.expression, signature, types);
    if (value === undefined || others.length > 0 || !test) continue;
    const position = value === 'ret' ? null : signature.parameters.findIndex((each) => each.name === value);
    const type = scalarType(
      types,
      value === 'ret' ? signature.returns : (signature.parameters[position ?? 0]?.type ?? 0),
    );
    if (!type || (position !== null && position > 5)) continue;
    const isPointer = type.kind === 'pointer';
    const width = type.kind === 'pointer' ? 64 : type.boolean ? 8 : type.bits;
    const letter = type.kind === 'integer' && type.signed ? 's' : 'u';
    const watched = found.get(value) ?? {
      function: contract.name,
      value,
      position,
      type: `${letter}${width}`,
      isPointer,
      clauses: [],
    };
    watched.clauses.push({ clause, test });
    found.set(value, watched);
  }
  return [...found.values()];
}
