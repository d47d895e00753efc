/** A modelling choice that a verdict stands on. */
export interface Assumption {
  id: AssumptionId;
  /** Printed with the verdict. */
  text: string;
}

/** Every choice that the executor can make, in the order in which they are printed. */
export const assumptionTexts = {
  'no-concurrency': 'No other CPU or interrupt changes maps or memory while an event runs.',
  'kernel-memory-stable': 'Kernel memory does not change within one event and is unrelated to that of other events.',
  'user-memory-stable': 'User memory does not change within one event and is unrelated to that of other events.',
  'reads-succeed': 'Reads of kernel and user memory at addresses from 4096 on succeed.',
  'reads-may-fail': 'Reads of kernel and user memory may fail at any address.',
  'context-free': "The arguments of an event are unrelated to memory, to each other and to other events' arguments.",
  'initial-maps-arbitrary': 'Maps and global variables hold anything when the event starts.',
  'initial-maps-empty': 'Maps are empty and global variables are as in the object when the first event starts.',
  'read-only-data': 'Read-only data and configuration are as in the object; nobody sets them before loading.',
  'map-never-full': 'Updates of maps succeed: max_entries is never reached and memory is never short.',
  'lru-keeps': 'An LRU map forgets no entry between the events of a sequence.',
  'output-succeeds': 'Output to ring and perf buffers succeeds: no event is lost.',
  'reservation-may-fail': 'A reservation in a ring buffer may fail.',
  'reservation-succeeds': 'A reservation in a ring buffer succeeds.',
  'clock-monotone': 'Clocks never run backwards within a sequence and stay below 2^62 ns.',
  'script-began': 'The script began at any time before its first event.',
  'clock-stable': 'Clocks stand still within one event.',
  'one-cpu': 'All events of a sequence run on one CPU, whose slot of a per-CPU map is meant.',
  'one-task': 'All events of a sequence run in the same task.',
  'task-per-event': 'pid, uid, comm, cgroup and current task do not change within one event.',
  'task-unrelated': "The current task's identifiers are unrelated to the memory of its task_struct.",
  'context-elsewhere':
    'A read at an unknown distance from the context gives anything, also two reads at the same distance.',
  'stack-opaque': 'A kernel or user stack is one opaque value of eight bytes.',
  'stack-ids': 'Stack identifiers are 64-bit values chosen by the kernel; they may be negative.',
  'random-fresh': 'Every random number is independent.',
  'strings-stable': 'A string read is the bytes up to and including the first zero, cut to the size asked for.',
  'record-data-behind': "Strings of a tracepoint's record lie behind its fields.",
  'formatted-text-opaque': 'Text that the kernel formats into a buffer may be any text.',
  'packet-length': 'A packet has at least 14 and at most 65535 bytes, all of them linear.',
  'for-each-order': 'An iteration over a map visits its entries in the order of their first use by the program.',
  'timers-never': 'Timers and callbacks that the kernel runs later do not run.',
  'tracer-clears': 'What the tracer clears is cleared between two events, at any time after it was asked to.',
  'signals-later': 'A signal that the program sends takes effect after the event.',
  'configuration-arbitrary':
    'Values of the kernel configuration and addresses of kernel symbols are arbitrary constants.',
  'kernel-function-opaque':
    'Kernel functions that return a number return anything and change nothing that is modelled.',
} as const;

export type AssumptionId = keyof typeof assumptionTexts;

/** The assumptions of a set of ids, in the fixed order. */
export function assumptionsOf(ids: ReadonlySet<AssumptionId>): Assumption[] {
  return (Object.keys(assumptionTexts) as AssumptionId[])
    .filter((id) => ids.has(id))
    .map((id) => ({ id, text: assumptionTexts[id] }));
}
