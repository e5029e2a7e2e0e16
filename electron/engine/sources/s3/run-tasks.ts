/**
 * Runs tasks side by side until there is none left. Running one may make more: `next` is asked again whenever one
 * has ended.
 *
 * @throws the first failure, when all that were under way have ended; none is begun after it
 */
export function runTasks<T>(
  parallel: number,
  next: () => T | undefined,
  run: (task: T) => Promise<void>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const failures: unknown[] = [];
    let underWay = 0;
    const begin = (): void => {
      while (failures.length === 0 && underWay < parallel) {
        const task = next();
        if (task === undefined) break;
        underWay += 1;
        run(task)
          .catch((error: unknown) => failures.push(error))
          .finally(() => {
            underWay -= 1;
            begin();
          });
      }
      if (underWay > 0) return;
      if (failures.length > 0) reject(failures[0]);
      else resolve();
    };
    begin();
  });
}
