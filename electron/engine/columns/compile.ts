import { AppError, assertNever } from '../../contract/errors.ts';
import { type ColumnField, columnFields, type FieldName, fields } from '../../contract/fields.ts';
import type { Filter } from '../../contract/filter/syntax-tree.ts';
import type { CancelFlag } from './cancellation.ts';
import type { Condition, Group, Plan } from './plan.ts';
import { answerKey, type Bound, isRecordCondition, type RecordAnswers } from './record-answers.ts';
import { type ColumnStore, firstRowAt } from './store.ts';
import type { CodeTable, TermTables } from './term-tables.ts';
import type { UniqueLookup } from './unique.ts';

/** What a filter is made ready with. */
export interface CompileContext {
  readonly store: ColumnStore;
  readonly tables: TermTables;
  readonly unique: UniqueLookup;
  readonly cancelFlag: CancelFlag;
  /** Undefined where nobody searches records. */
  readonly answers: RecordAnswers | undefined;
  /** Under a `not` it is the other one. */
  readonly bound: Bound;
}

/**
 * Makes a filter ready for the rows of a store. Where conditions on the record have not been searched for every event,
 * `bound` says whether the rows are those that match for certain, or those that may.
 *
 * @throws AppError `filter-unsupported` for a condition on the record without `answers`; `filter-syntax` for a pattern
 * that is none; Cancelled.
 */
export function compile(filter: Filter, context: CompileContext): Plan {
  let firstRow = 0;
  let endRow = context.store.rowCount;
  const tables = new Map<ColumnField, CodeTable>();
  const rest: Condition[] = [];
  for (const conjunct of conjunctsOf(filter)) {
    const field = onlyFieldOf(conjunct);
    if (conjunct.kind === 'all') continue;
    if (field !== null) {
      const table = codeTable(conjunct, field, context);
      const joined = tables.get(field);
      tables.set(field, joined === undefined ? table : combine([joined, table], 'and', table.length));
      continue;
    }
    const condition = compileCondition(conjunct, context);
    if (condition.kind === 'range') {
      firstRow = Math.max(firstRow, condition.firstRow);
      endRow = Math.min(endRow, condition.endRow);
    } else {
      rest.push(condition);
    }
  }
  const groups = Array.from(
    tables,
    ([field, passes]): Group => ({ field, fails: complement(passes), only: onlyCodeOf(passes) }),
  );
  return { firstRow, endRow: Math.max(firstRow, endRow), groups, rest: joinRest(rest) };
}

function conjunctsOf(filter: Filter): readonly Filter[] {
  return filter.kind === 'and' && !isRecordCondition(filter)
    ? filter.operands.flatMap(conjunctsOf)
    : [filter];
}

function joinRest(rest: readonly Condition[]): Condition | null {
  const [first] = rest;
  if (first === undefined) return null;
  return rest.length === 1 ? first : { kind: 'and', operands: rest };
}

/** The one column that a condition concerns; null when it concerns none, several, or something else. */
function onlyFieldOf(filter: Filter): ColumnField | null {
  switch (filter.kind) {
    case 'match':
    case 'exists':
      return filter.target.kind === 'field' && isColumn(filter.target.field) ? filter.target.field : null;
    case 'not':
      return onlyFieldOf(filter.operand);
    case 'and':
    case 'or': {
      const [first, ...others] = filter.operands.map(onlyFieldOf);
      return first !== undefined && others.every((field) => field === first) ? first : null;
    }
    default:
      return null;
  }
}

function codeTable(filter: Filter, field: ColumnField, context: CompileContext): CodeTable {
  switch (filter.kind) {
    case 'match':
      return context.tables.match(field, filter.anyOf, context.cancelFlag);
    case 'exists':
      return context.tables.exists(field);
    case 'not':
      return complement(codeTable(filter.operand, field, context));
    case 'and':
    case 'or': {
      const tables = filter.operands.map((operand) => codeTable(operand, field, context));
      return combine(tables, filter.kind, context.store.columns[field].codeCount);
    }
    default:
      throw new Error(`A condition of kind ${filter.kind} is not one on ${field} alone`);
  }
}

/** What is not known yet does not hold for certain, and may hold. */
function inRecord(condition: Filter, { answers, bound, store }: CompileContext): Condition {
  if (answers === undefined) throw inRecordOnly();
  const answer = answers.byKey.get(answerKey(condition));
  if (answer === undefined)
    return { kind: 'range', firstRow: 0, endRow: bound === 'sure' ? 0 : store.rowCount };
  const found: Condition = { kind: 'events', bits: answer.found };
  if (bound === 'sure') return found;
  return {
    kind: 'or',
    operands: [found, { kind: 'not', operand: { kind: 'events', bits: answer.known } }],
  };
}

function compileCondition(filter: Filter, context: CompileContext): Condition {
  if (isRecordCondition(filter)) return inRecord(filter, context);
  const { store, tables, unique, cancelFlag } = context;
  switch (filter.kind) {
    case 'all':
      return { kind: 'range', firstRow: 0, endRow: store.rowCount };
    case 'and':
    case 'or':
      return {
        kind: filter.kind,
        operands: filter.operands.map((operand) => compileCondition(operand, context)),
      };
    case 'not':
      return {
        kind: 'not',
        operand: compileCondition(filter.operand, {
          ...context,
          bound: context.bound === 'sure' ? 'possible' : 'sure',
        }),
      };
    case 'time': {
      const { fromMs, untilMs } = filter;
      const firstRow = fromMs === null ? store.undatedCount : firstRowAt(store, fromMs);
      return {
        kind: 'range',
        firstRow,
        endRow: untilMs === null ? store.rowCount : firstRowAt(store, untilMs),
      };
    }
    case 'anywhere': {
      const found = tables.anywhere(filter.pattern, cancelFlag);
      return {
        kind: 'or',
        operands: Array.from(found, ([field, passes]) => ({ kind: 'codes', field, passes })),
      };
    }
    case 'exists': {
      const field = fieldOf(filter);
      if (isColumn(field)) return { kind: 'codes', field, passes: tables.exists(field) };
      if (field === 'time') return { kind: 'range', firstRow: store.undatedCount, endRow: store.rowCount };
      return { kind: 'rows', bits: unique.exists(field, cancelFlag) };
    }
    case 'match': {
      const field = fieldOf(filter);
      if (isColumn(field))
        return { kind: 'codes', field, passes: tables.match(field, filter.anyOf, cancelFlag) };
      if (field === 'time') {
        throw new AppError('filter-unsupported', 'Times are compared as moments and ranges, not as text.', {
          advice: 'Write a day, an hour or a range, such as time:2021-07-28..2021-07-30.',
        });
      }
      return { kind: 'rows', bits: unique.match(field, filter.anyOf, cancelFlag) };
    }
    case 'differs':
      throw inRecordOnly();
    default:
      return assertNever(filter);
  }
}

function fieldOf({ target }: Extract<Filter, { kind: 'match' | 'exists' }>): FieldName {
  if (target.kind === 'field') return target.field;
  throw inRecordOnly();
}

function inRecordOnly(): AppError {
  return new AppError('filter-unsupported', 'A condition on the record itself cannot be used here.', {
    advice: 'Use conditions on fields.',
  });
}

function isColumn(field: FieldName): field is ColumnField {
  const { kind } = fields[field];
  return kind === 'term' || kind === 'terms';
}

/** Refuses what is not a column, in a sentence. */
export function requireColumn(field: FieldName, purpose: string): ColumnField {
  if (isColumn(field)) return field;
  throw new AppError('filter-unsupported', `${fields[field].label} cannot be used ${purpose}.`, {
    advice: `Use one of ${columnFields.join(', ')}.`,
  });
}

function complement(table: CodeTable): CodeTable {
  const result = new Uint8Array(table.length);
  for (let code = 0; code < table.length; code += 1) result[code] = 1 - (table[code] ?? 0);
  return result;
}

function onlyCodeOf(passes: CodeTable): number | null {
  const first = passes.indexOf(1);
  return first >= 0 && passes.lastIndexOf(1) === first ? first : null;
}

function combine(tables: readonly CodeTable[], kind: 'and' | 'or', length: number): CodeTable {
  const result = new Uint8Array(length).fill(kind === 'and' ? 1 : 0);
  for (const table of tables) {
    for (let code = 0; code < length; code += 1) {
      const both = (result[code] ?? 0) + (table[code] ?? 0);
      result[code] = kind === 'and' ? both >> 1 : Number(both > 0);
    }
  }
  return result;
}
