/**
 * Works on several inputs at once and yields the results in input order, each as soon as all before it are there. The
 * first failure ends it, after the work that has begun is over.
 */
export async function* inOrder<Input, Output>(
  inputs: readonly Input[],
  width: number,
  work: (input: Input, index: number) => Promise<Output>,
): AsyncGenerator<Output> {
  const begun: Promise<Output>[] = [];
  let stopped = false;
  const begin = (): void => {
    const index = begun.length;
    if (stopped || index >= inputs.length) return;
    const result = work(inputs[index] as Input, index);
    begun.push(result);
    // Each end begins the next, before whoever awaits the result goes on: the loop below never runs ahead.
    result.then(begin, () => (stopped = true));
  };
  for (let index = 0; index < width; index++) begin();
  try {
    for (let index = 0; index < inputs.length; index++) yield await (begun[index] as Promise<Output>);
  } finally {
    stopped = true;
    await Promise.allSettled(begun);
  }
}
