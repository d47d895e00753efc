/**
 * Watches all that this thread and the threads below it print, which goes nowhere else. Returns a function that gives the
 * text with which Z3 reported a broken assertion, or undefined. (Whoever started a thread could read its output too, but
 * Node then keeps the process alive for as long as the thread lives.)
 */
export function watchOutput() {
  let broken;
  const listen = (text) => {
    if (String(text).includes('ASSERTION VIOLATION')) broken ??= String(text).slice(0, 200);
  };
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk, encoding, callback) => {
      listen(chunk);
      const done = typeof encoding === 'function' ? encoding : callback;
      if (done) queueMicrotask(done);
      return true;
    };
  }
  return { listen, broken: () => broken };
}
