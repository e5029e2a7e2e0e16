import type { MessagePort } from 'node:worker_threads';
import type { PageRequest } from '../../contract/api.ts';
import type { Database } from '../case/driver.ts';
import { type CancelFlag, checkCancelled } from './cancellation.ts';
import { comparePeriods } from './compare-periods.ts';
import { Evaluator } from './evaluator.ts';
import { toFailure } from './failure.ts';
import { makeHistogram } from './histogram.ts';
import type { FromLead, LeadQuestion, ToHelper } from './protocol.ts';
import type {
  AnyQuestion,
  FieldsQuestion,
  PageQuestion,
  Questions,
  Selection,
  ViewQuestion,
} from './questions.ts';
import { findRare } from './rare.ts';
import { recordConditions } from './record-answers.ts';
import { needsUnique, readRows } from './rows.ts';
import { awaitScan, runScan, type Scan, Scratch } from './scan.ts';
import { Slabs } from './slabs.ts';
import { type ColumnStore, rowOf } from './store.ts';
import { matchedRows, undecidedEvents } from './undecided.ts';
import { uniqueValuesOf } from './unique.ts';
import { verdictColumn } from './verdict-column.ts';

/** What answers, in a thread of its own: it reads texts and the case file, and scans together with the helpers. */
export class Lead {
  readonly #db: Database;
  readonly #helpers: readonly MessagePort[];
  readonly #endFlag: CancelFlag;
  readonly #scratch = new Scratch();
  #evaluator: Evaluator;

  constructor(db: Database, store: ColumnStore, helpers: readonly MessagePort[], endFlag: CancelFlag) {
    this.#db = db;
    this.#helpers = helpers;
    this.#endFlag = endFlag;
    this.#evaluator = this.#begin(store);
  }

  #begin(store: ColumnStore): Evaluator {
    this.#tellHelpers({ kind: 'store', store });
    return new Evaluator(store, this.#db, this.#helpers.length + 1, (scan) => this.#scan(scan));
  }

  /** Works until it has the answer: one question at a time. */
  take({ id, ask, cancelFlag }: LeadQuestion): FromLead {
    try {
      checkCancelled(cancelFlag);
      return { kind: 'answer', id, answer: this.#answer(ask, cancelFlag) };
    } catch (error) {
      return { kind: 'failure', id, failure: toFailure(error) };
    }
  }

  close(): void {
    this.#db.close();
  }

  #answer({ kind, question }: AnyQuestion, cancelFlag: CancelFlag): Questions[keyof Questions]['answer'] {
    const evaluator = this.#evaluator;
    switch (kind) {
      case 'view':
        return this.#view(evaluator, question, cancelFlag);
      case 'page':
        return this.#page(evaluator, question, cancelFlag);
      case 'position': {
        const row = evaluator.unique.rowOfEvent(question.event);
        return row === undefined ? null : evaluator.order(question, cancelFlag).offsetOf(row);
      }
      case 'values':
        return evaluator.values(question, cancelFlag);
      case 'sorted': {
        const order = evaluator.order(question, cancelFlag);
        return { store: evaluator.store, rows: order.slice(0, order.count) };
      }
      case 'undecided': {
        const sure = evaluator.matches(question, cancelFlag);
        const possible = evaluator.matches(question, cancelFlag, 'possible');
        return undecidedEvents(sure, possible, evaluator.store, cancelFlag);
      }
      case 'matched':
        return matchedRows(evaluator.matches(question, cancelFlag), evaluator.store, question.fromEvent);
      case 'fields':
        return this.#fields(evaluator, question);
      case 'rare': {
        const { store, reader } = evaluator;
        return findRare(question, evaluator.matches(question, cancelFlag), store, reader, cancelFlag);
      }
      case 'compare': {
        const { store, reader } = evaluator;
        return comparePeriods(question, evaluator.matches(question, cancelFlag), store, reader, cancelFlag);
      }
      case 'unique':
        return uniqueValuesOf(this.#db, question.store, question.rows);
      case 'verdicts': {
        const { store } = evaluator;
        const verdict = verdictColumn(this.#db, store, new Slabs());
        const { revision } = question;
        this.#evaluator = this.#begin({ ...store, revision, columns: { ...store.columns, verdict } });
        return null;
      }
    }
  }

  #view(evaluator: Evaluator, question: ViewQuestion, cancelFlag: CancelFlag): Questions['view']['answer'] {
    const startedAt = performance.now();
    const { store } = evaluator;
    const { matches, facets } = evaluator.evaluate(question, question.facets, cancelFlag);
    const histogram = question.histogram === null ? null : makeHistogram(matches, store, question.histogram);
    checkCancelled(cancelFlag);
    const rows = question.page === null ? [] : this.#rows(evaluator, question, question.page, cancelFlag);
    return {
      revision: store.revision,
      total: evaluator.total(question.withDuplicates),
      matched: matches.count,
      undecided: this.#undecided(evaluator, question, matches.count, cancelFlag),
      histogram,
      undated: matches.rank(store.undatedCount),
      facets,
      rows,
      elapsedMs: performance.now() - startedAt,
    };
  }

  #undecided(evaluator: Evaluator, selection: Selection, sure: number, cancelFlag: CancelFlag): number {
    if (recordConditions(selection.filter).length === 0) return 0;
    return evaluator.matches(selection, cancelFlag, 'possible').count - sure;
  }

  /** Whichever revision answers: the question says itself which events it means. */
  #fields({ store, reader }: Evaluator, { events, timesMs, columns }: FieldsQuestion) {
    const rows = events.map((event, at) => {
      const timeMs = timesMs[at] ?? Number.NaN;
      const row = rowOf(store, event, Number.isNaN(timeMs) ? null : timeMs);
      if (row === undefined) throw new Error(`Event ${event} is in no row`);
      return row;
    });
    const unique = needsUnique(columns) ? uniqueValuesOf(this.#db, store, rows) : [];
    return readRows(store, reader, rows, columns, unique);
  }

  #page(evaluator: Evaluator, question: PageQuestion, cancelFlag: CancelFlag): Questions['page']['answer'] {
    const rows = this.#rows(evaluator, question, question.page, cancelFlag);
    return {
      revision: evaluator.store.revision,
      matched: evaluator.matches(question, cancelFlag).count,
      rows,
    };
  }

  #rows(
    evaluator: Evaluator,
    { filter, withDuplicates, answers }: Selection,
    page: PageRequest,
    cancelFlag: CancelFlag,
  ) {
    const { sort, offset, limit, columns } = page;
    const rows = evaluator.order({ filter, withDuplicates, answers, sort }, cancelFlag).slice(offset, limit);
    const unique = needsUnique(columns) ? uniqueValuesOf(this.#db, evaluator.store, rows) : [];
    return readRows(evaluator.store, evaluator.reader, rows, columns, unique);
  }

  #scan(scan: Scan): void {
    this.#tellHelpers({ kind: 'scan', scan });
    runScan(scan, this.#evaluator.store, 0, this.#scratch);
    awaitScan(scan, this.#endFlag);
  }

  #tellHelpers(message: ToHelper): void {
    for (const helper of this.#helpers) helper.postMessage(message);
  }
}
