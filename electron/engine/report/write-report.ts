import path from 'node:path';
import type { ExportResult } from '../../contract/api.ts';
import type { VerifiedObject } from '../../contract/integrity.ts';
import type { Database } from '../case/driver.ts';
import { createOutput, refuseExisting } from '../export/output-file.ts';
import { htmlReport, maxExceptions } from './html-report.ts';
import { jsonReport } from './json-report.ts';
import { exceptionPages, type ReportFacts, type ReportSubject, reportFacts } from './report-facts.ts';

export interface ReportOptions extends ReportSubject {
  readonly db: Database;
  /** HTML for people, with the worst 10,000 exceptions; JSON for programs, with all. */
  readonly format: 'html' | 'json';
  readonly target: string;
  readonly overwrite: boolean;
  readonly signal: AbortSignal;
}

/**
 * Writes what the last check of the case found. The file appears when it is whole; its `rows` are exceptions.
 *
 * @throws AppError `not-found` when the case was never checked, `already-exists`, `disk-full`, `not-allowed`,
 *   `case-in-use` when it is checked again meanwhile; the signal's reason when it aborts
 */
export async function writeReport(options: ReportOptions): Promise<ExportResult> {
  const { db, format, target, overwrite, signal } = options;
  const startedMs = performance.now();
  if (!overwrite) await refuseExisting(target);
  const facts = reportFacts(db, options);
  const output = await createOutput(target);
  try {
    const told = { rows: 0 };
    const pieces = format === 'html' ? htmlOf(db, facts, told) : jsonOf(db, facts, told);
    for (const chunk of chunksOf(pieces)) {
      signal.throwIfAborted();
      await output.write(chunk);
    }
    signal.throwIfAborted();
    await output.finish();
    await output.publish(overwrite);
    const { bytes } = output;
    const name = path.basename(target);
    return {
      name,
      rows: told.rows,
      bytes,
      sha256: output.sha256(),
      elapsedMs: performance.now() - startedMs,
    };
  } finally {
    await output.discard();
  }
}

interface Told {
  rows: number;
}

function htmlOf(db: Database, facts: ReportFacts, told: Told): Iterable<string> {
  const shown: VerifiedObject[] = [];
  for (const page of exceptionPages(db, facts)) {
    shown.push(...page.slice(0, maxExceptions - shown.length));
    if (shown.length >= maxExceptions) break;
  }
  told.rows = shown.length;
  return htmlReport(facts, shown);
}

function jsonOf(db: Database, facts: ReportFacts, told: Told): Iterable<string> {
  return jsonReport(facts, countedPages(exceptionPages(db, facts), told));
}

function* countedPages(
  pages: Iterable<readonly VerifiedObject[]>,
  told: Told,
): Generator<readonly VerifiedObject[], void, undefined> {
  for (const page of pages) {
    told.rows += page.length;
    yield page;
  }
}

const charactersAtOnce = 64 * 1024;

/** Ten thousand little writes would take longer than the report. */
function* chunksOf(pieces: Iterable<string>): Generator<string, void, undefined> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < charactersAtOnce) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
