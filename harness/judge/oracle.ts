import type { Framework } from '../../ken/program.ts';
import type { Fact, Observation } from '../../ken/kernel/observation.ts';

/** One thing an oracle checked. A program is judged correct when every finding holds. */
export interface Finding {
  holds: boolean;
  /** What was asked, as a sentence: "each connect to port 18080 is reported with the caller's pid". */
  claim: string;
  /** What was seen instead, quoting the tracer's own output, when it does not hold. */
  evidence?: string;
}

/** What an oracle sees: the tracer's records, the workload's own account, nothing of the program's text. */
export interface OracleInput {
  framework: Framework;
  observation: Observation;
  facts: readonly Fact[];
}

/**
 * The check of one case; the default export of its `oracle.ts`. It is our own code and runs on the host; it reads
 * hostile text and must not interpret it. It throws a `KenError('guest', ...)` when the workload's own account shows
 * that the guest did not do what the case needs: that is `unjudged`, never `incorrect`.
 */
export type Oracle = (input: OracleInput) => Finding[];
