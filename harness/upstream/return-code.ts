/** What the authors' gate said: `bpftrace -e PROGRAM` under a limit of 20 seconds, judged by its exit status alone. */
export interface ReturnCodeMeaning {
  /** The program loaded and ran until the limit. Nothing is said of what it printed. */
  passed: boolean;
  /** A person changed the code to mark a program that passed and is wrong. */
  markedFalsePositive: boolean;
  meaning: string;
}

/** Source: the README files beside the authors' records, and the records themselves. */
export function meaningOfReturnCode(returnCode: number): ReturnCodeMeaning {
  switch (returnCode) {
    case 0:
      return { passed: true, markedFalsePositive: false, meaning: 'loaded and ran' };
    case -2:
      return { passed: true, markedFalsePositive: true, meaning: 'loaded and ran; marked a false positive by hand' };
    case 1:
      return { passed: false, markedFalsePositive: false, meaning: 'failed to compile or load' };
    case 255:
      return { passed: false, markedFalsePositive: false, meaning: 'a probe could not be attached' };
    default:
      return {
        passed: false,
        markedFalsePositive: false,
        meaning: returnCode < 0 ? `killed by signal ${-returnCode}` : `exit status ${returnCode}`,
      };
  }
}
