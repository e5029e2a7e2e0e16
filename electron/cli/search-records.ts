import type { Client, Params } from '../contract/api.ts';

/** Has the records searched for what a filter asks of them, so that every answer to it afterwards is exact. */
export async function searchRecords(
  engine: Client,
  { case: id, filter, withDuplicates }: Params<'events.search'>,
): Promise<void> {
  const progress = engine.stream('events.search', { case: id, filter, withDuplicates });
  for await (const { done, total } of progress) showSearch(done, total);
  showSearch(0, 0);
}

/** A line on a terminal that is written over; nothing elsewhere. */
function showSearch(done: number, total: number): void {
  if (!process.stderr.isTTY) return;
  const text =
    total === 0 ? '' : `Searching ${done.toLocaleString('en')} of ${total.toLocaleString('en')} records`;
  process.stderr.write(`\r\u001b[K${text}`);
}
