/** What the user's signals ask of a run: the first to drain (start nothing new), the second to abort what is in flight. */
export interface Interruption {
  /** Aborted by the first signal. */
  readonly drain: AbortSignal;
  /** Aborted by the second. */
  readonly abort: AbortSignal;
  /** The first signal that came. */
  readonly signal: 'SIGINT' | 'SIGTERM' | null;
  /** Gives the signals back to the process. */
  dispose(): void;
}

/** Listens to Ctrl-C and SIGTERM. `notify` is called with 1 and 2. */
export function listenForInterruption(
  notify: (count: 1 | 2) => void,
  source: NodeJS.EventEmitter = process,
): Interruption {
  const drain = new AbortController();
  const abort = new AbortController();
  let first: 'SIGINT' | 'SIGTERM' | null = null;
  const onSignal = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (first === null) {
      first = signal;
      drain.abort();
      notify(1);
    } else if (!abort.signal.aborted) {
      abort.abort();
      notify(2);
    }
  };
  const onInterrupt = (): void => onSignal('SIGINT');
  const onTerminate = (): void => onSignal('SIGTERM');
  source.on('SIGINT', onInterrupt);
  source.on('SIGTERM', onTerminate);
  return {
    drain: drain.signal,
    abort: abort.signal,
    get signal() {
      return first;
    },
    dispose: () => {
      source.off('SIGINT', onInterrupt);
      source.off('SIGTERM', onTerminate);
    },
  };
}

/** Exit status of an interrupted command: 128 + the signal's number. */
export function interruptedStatus(signal: 'SIGINT' | 'SIGTERM'): 130 | 143 {
  return signal === 'SIGINT' ? 130 : 143;
}
