/**
 * Waits for `promise`, but no longer than until `signal` aborts. Whoever works behind the promise is told by
 * the same signal; what it answers afterwards is of no use to anybody, so it is dropped.
 *
 * @throws the signal's reason, when it aborts first.
 */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
  });
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
