import { realpathSync } from 'node:fs';
import { applyBundleIndexes } from '../bundle/apply-bundle-index.ts';
import { appendCustody } from '../case/custody.ts';
import { sealFiles, sealInterrupted } from '../case/evidence-seal.ts';
import { endImport, startImport } from '../case/index-upkeep.ts';
import { hasObjects } from '../case/known-files.ts';
import { upsertSource } from '../case/sources.ts';
import { type OpenedSource, openSource } from '../sources/open-source.ts';
import { Workspace } from '../sources/workspace.ts';
import { compareDuplicates } from './conflicts.ts';
import { ImportWriter } from './import-writer.ts';
import { Importer } from './importer.ts';
import { type IngestRun, outcomeOfRun } from './ingest-run.ts';
import type { IngestOutcome } from './ingest-task.ts';

/**
 * Imports the task's sources, one after the other. Cancelled, it keeps and reports what is committed. Run again
 * after any end it goes on where that one stopped, and the events are those of one undisturbed run.
 *
 * @throws AppError `not-found` and `unreadable` before anything is written; `disk-full`, with what was committed kept
 */
export async function runImport(run: IngestRun): Promise<IngestOutcome> {
  const { db, task, clock, isCancelled } = run;
  const startedAt = performance.now();
  const workspace = new Workspace();
  try {
    const sources = openAll(run, workspace);
    const details = { sources: sources.map(({ kind, label, location }) => ({ kind, label, location })) };
    sealInterrupted(db, clock(), task.version);
    appendCustody(db, {
      atMs: clock(),
      action: 'importBegun',
      details: { ...details, version: task.version },
    });
    startImport(db);
    const writer = new ImportWriter(db, clock);
    const importer = new Importer({ ...run, writer, workspace, onProgress: () => report() });
    const report = (): void => {
      const { files, bytes, events, duplicates } = writer.counts;
      run.onProgress({
        filesDone: files.seen,
        filesTotal: totalOf(sources, importer.foundInside),
        bytes,
        events: events + duplicates,
      });
    };
    report();
    for (const source of sources) {
      if (isCancelled()) break;
      const { kind, label, location } = source;
      const sourceId = upsertSource(db, { kind, label, location, addedAtMs: clock() });
      writer.beginSource(sourceId);
      await importer.importSource(source, {
        sourceId,
        isNew: !hasObjects(db, sourceId),
        selectorsJson: null,
      });
      // What a cancelled source has ready is whole and in order: it is kept.
      writer.flush();
      // Also for files of an earlier run, which may have been killed before it came here.
      applyBundleIndexes(db, sourceId);
      report();
    }
    const { counts } = writer;
    endImport(db);
    counts.conflicts = await compareDuplicates(db, isCancelled);
    const { files, records, events, duplicates, conflicts } = counts;
    const summary = {
      files: { ...files },
      records,
      events,
      duplicates,
      conflicts,
      isCancelled: isCancelled(),
    };
    appendCustody(db, {
      atMs: clock(),
      action: 'imported',
      details: { ...details, ...summary, sealed: sealFiles(db), version: task.version },
    });
    return outcomeOfRun(counts, startedAt, isCancelled());
  } finally {
    workspace.remove();
  }
}

/** Every source is looked at before the first is read: a mistyped path must not leave half an import. */
function openAll(run: IngestRun, workspace: Workspace): OpenedSource[] {
  const ownCase = realpathSync(run.task.casePath);
  const isOwn = (path: string): boolean =>
    path === ownCase ||
    (path.startsWith(ownCase) && /^(?:-wal|-shm|-journal|[.-]lock)$/.test(path.slice(ownCase.length)));
  return run.task.sources.map(({ path, sourceKind }) =>
    openSource(path, sourceKind === 'sample', { workspace, isOwn }),
  );
}

function totalOf(sources: readonly OpenedSource[], foundInside: number): number | null {
  let total = foundInside;
  for (const { count } of sources) {
    if (count === null) return null;
    total += count;
  }
  return total;
}
