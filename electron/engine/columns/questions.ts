import type { EventRow, PageRequest, Params, Result, SortOrder } from '../../contract/api.ts';
import type { FieldName } from '../../contract/fields.ts';
import type { Filter } from '../../contract/filter/syntax-tree.ts';
import type { CompareAnswer, CompareQuestion } from './compare-question.ts';
import type { RareAnswer, RareQuestion } from './rare-question.ts';
import type { RecordAnswers } from './record-answers.ts';
import type { ColumnStore } from './store.ts';
import type { UniqueValues } from './unique.ts';

/** Which events are meant. */
export interface Selection {
  readonly filter: Filter;
  /** False leaves later deliveries of an eventID out of rows and of every number. */
  readonly withDuplicates: boolean;
  /** What is known of conditions on the record. Without it, a filter with such conditions is refused. */
  readonly answers?: RecordAnswers | undefined;
}

/** Everything the review desk shows of one filter. */
export interface ViewQuestion extends Selection {
  readonly histogram: Params<'events.view'>['histogram'];
  readonly facets: Params<'events.view'>['facets'];
  readonly page: PageRequest | null;
}

export interface PageQuestion extends Selection {
  readonly page: PageRequest;
}

export interface PositionQuestion extends Selection {
  readonly sort: SortOrder;
  readonly event: number;
}

export interface ValuesQuestion {
  readonly field: FieldName;
  /** Only values that contain it, whatever the case. */
  readonly text: string;
  readonly limit: number;
}

/** All rows of a selection in order, for export: they are read where they are needed. */
export interface SortedQuestion extends Selection {
  readonly sort: SortOrder;
}

/** Rows of one revision, and what they are rows of. */
export interface SortedRows {
  readonly store: ColumnStore;
  readonly rows: Uint32Array;
}

/** Ids of rows of the revision that a {@link SortedRows} came from. */
export interface UniqueQuestion {
  readonly store: Pick<ColumnStore, 'events' | 'times'>;
  readonly rows: Uint32Array;
}

/** Events whose match only a search in their records can tell. */
export interface Undecided {
  /** By event number. */
  readonly bits: Uint32Array;
  readonly count: number;
  /** The first event of each run of events that one file delivered, ascending, over all of the case. */
  readonly fileStarts: Uint32Array;
}

export interface MatchedQuestion extends Selection {
  /** Only events with this number or a higher one. */
  readonly fromEvent: number;
}

/** Events in the order of rows; a time is NaN where there is none. */
export interface MatchedRows {
  readonly events: Uint32Array;
  readonly timesMs: Float64Array;
}

export interface FieldsQuestion extends MatchedRows {
  readonly columns: readonly FieldName[];
}

/** A value of a field and how many events have it, duplicates left out. */
export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

/** What the lead thread can be asked, and what it answers. */
export interface Questions {
  readonly view: { readonly question: ViewQuestion; readonly answer: Result<'events.view'> };
  readonly page: { readonly question: PageQuestion; readonly answer: Result<'events.page'> };
  readonly position: { readonly question: PositionQuestion; readonly answer: number | null };
  readonly values: { readonly question: ValuesQuestion; readonly answer: readonly ValueCount[] };
  readonly sorted: { readonly question: SortedQuestion; readonly answer: SortedRows };
  readonly undecided: { readonly question: Selection; readonly answer: Undecided };
  readonly matched: { readonly question: MatchedQuestion; readonly answer: MatchedRows };
  readonly fields: { readonly question: FieldsQuestion; readonly answer: readonly EventRow[] };
  readonly rare: { readonly question: RareQuestion; readonly answer: RareAnswer };
  readonly compare: { readonly question: CompareQuestion; readonly answer: CompareAnswer };
  readonly unique: { readonly question: UniqueQuestion; readonly answer: readonly UniqueValues[] };
  /** Reads the verdicts of the last check; later answers are from the revision that is named. */
  readonly verdicts: { readonly question: { readonly revision: number }; readonly answer: null };
}

export type QuestionKind = keyof Questions;
/** One question with its kind. */
export type AnyQuestion = {
  [K in QuestionKind]: { readonly kind: K; readonly question: Questions[K]['question'] };
}[QuestionKind];
