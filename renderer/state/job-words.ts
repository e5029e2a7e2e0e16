import type { FileCounts, ImportResult, Job } from '../../electron/contract/api.ts';
import type { Overall } from '../../electron/contract/integrity.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatCompact, formatCount, formatCounted } from '../format/number.ts';
import { formatDuration, formatTimeLeft } from '../format/time.ts';

/** How far a job is, in the line's words: "1,204 of 3,880 files · 2 min left". */
export function describeProgress(job: Job): string {
  const { unit, done, total, leftMs } = job.progress;
  if (job.state === 'cancelling')
    return keepsNothing.has(job.kind) ? 'stopping' : 'stopping; what is read is kept';
  if (job.state === 'waiting') return 'waits for a new sign-in';
  const one = unit === 'files' ? 'file' : 'event';
  const parts = [
    total === null ? formatCounted(done, one) : `${formatCount(done)} of ${formatCounted(total, one)}`,
  ];
  if (job.state === 'paused') parts.push('paused');
  else if (leftMs !== null && leftMs > 1500) parts.push(formatTimeLeft(leftMs));
  return parts.join(' · ');
}

/** What it has moved so far: "55,120 events · 21 MB · 1.2k files/s". */
export function describeThroughput(job: Job): string {
  const { unit, bytes, events, perSecond } = job.progress;
  const parts: string[] = [];
  if (unit === 'files' && events > 0) parts.push(formatCounted(events, 'event'));
  if (bytes > 0) parts.push(formatBytes(bytes));
  if (perSecond > 0)
    parts.push(
      `${formatCompact(perSecond < 10 ? Math.round(perSecond * 10) / 10 : Math.round(perSecond))}\u00a0${unit}/s`,
    );
  return parts.join(' · ');
}

/** How a job ended, as one sentence with a title. */
export function describeOutcome(job: Job): { readonly title: string; readonly text: string } {
  if (job.error !== null) return { title: job.error.message, text: job.error.advice };
  const isCancelled = job.state === 'cancelled';
  if (job.exportResult !== null) {
    const { name, rows, bytes, elapsedMs } = job.exportResult;
    const isOfFiles = job.kind === 'report' || job.kind === 'bundle';
    return {
      title: isOfFiles ? `Wrote ${name}` : `Exported ${name}`,
      text: `${formatCounted(rows, isOfFiles ? 'file' : 'event')}, ${formatBytes(bytes)}, in ${formatDuration(elapsedMs)}.`,
    };
  }
  if (job.importResult !== null) {
    const title = isCancelled ? 'Stopped; what was read is kept' : (endTitles[job.kind] ?? 'Done');
    return { title, text: describeImport(job.importResult) };
  }
  if (job.overall !== null) return { title: `Checked: ${job.overall}`, text: overallEnds[job.overall] };
  if (isCancelled && job.kind === 'verify')
    return { title: 'The check was stopped', text: 'The verdicts of the last check stay as they are.' };
  if (isCancelled && job.kind === 'detect')
    return { title: 'Running the rules was stopped', text: 'The findings of the last run stay as they are.' };
  return isCancelled
    ? { title: `${job.title}: stopped`, text: 'Nothing was written.' }
    : { title: job.title, text: 'Done.' };
}

/** What is half done of them is thrown away. */
const keepsNothing: ReadonlySet<Job['kind']> = new Set(['export', 'verify', 'report', 'bundle', 'detect']);

const overallEnds: Readonly<Record<Overall, string>> = {
  tampered: 'At least one file contradicts what AWS signed.',
  unproven: 'Nothing contradicts AWS’s signatures; some files cannot be proven by them.',
  incomplete: 'All that is here is proven; something that was there, or some time, is missing.',
  intact: 'Every file is proven, and no time is left out.',
};

const endTitles: Readonly<Record<string, string>> = {
  import: 'Import finished',
  sample: 'The sample case is ready',
  reindex: 'The index is rebuilt',
  sync: 'Sync finished',
  follow: 'Following ended',
};

/** What an import found: events, second deliveries, and every kind of file that was not simply read. */
export function describeImport({ files, events, duplicates, conflicts, elapsedMs }: ImportResult): string {
  if (files.seen > 0 && files.alreadyPresent === files.seen) {
    return `Nothing new: ${files.seen === 1 ? 'the file is' : `all ${formatCounted(files.seen, 'file')} are`} in the case already.`;
  }
  const found = `${formatCounted(events, 'new event')} from ${formatCounted(files.seen, 'file')} in ${formatDuration(elapsedMs)}.`;
  const folded =
    duplicates > 0 ? ` ${formatCounted(duplicates, 'second delivery', 'second deliveries')} folded.` : '';
  const differing = conflicts > 0 ? ` ${formatCounted(conflicts, 'of them differs', 'of them differ')}.` : '';
  const problems = problemCount(files);
  const left = problems > 0 ? ` ${formatCounted(problems, 'file')} with a problem.` : '';
  return `${found}${folded}${differing}${left}`;
}

/** The one status that all files with a problem have, to show them alone; null when there are several. */
export function onlyProblem(files: FileCounts): 'partly' | 'damaged' | 'tooLarge' | 'notFetched' | null {
  const found = (['partly', 'damaged', 'tooLarge', 'notFetched'] as const).filter(
    (status) => files[status] > 0,
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Files that hold, or may hold, something that could not be read. */
export function problemCount(files: FileCounts): number {
  return files.partly + files.damaged + files.tooLarge + files.notFetched;
}
