import type { Oracle } from '../../../harness/judge/toolbox.ts';
import { operationLatencies } from '../operation-latencies.ts';

/** The workload's calls of the four operations, slow and fast ones, are all in the distributions, and no others. */
const oracle: Oracle = (input) => operationLatencies(input, { powersOfTwo: true });
export default oracle;
