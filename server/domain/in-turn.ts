/**
 * Runs the tasks of one key one after another, in the order asked for; those of different keys at once. Keeps
 * "stored, then told" in one order where two endpoints of a person act at the same moment. A key with nothing to do
 * takes no memory.
 */
export function createInTurn<K>(): <R>(key: K, task: () => Promise<R>) => Promise<R> {
  const tails = new Map<K, Promise<unknown>>();
  return async (key, task) => {
    const before = tails.get(key);
    const run = before ? before.then(task, task) : task();
    tails.set(key, run);
    try {
      return await run;
    } finally {
      if (tails.get(key) === run) tails.delete(key);
    }
  };
}
