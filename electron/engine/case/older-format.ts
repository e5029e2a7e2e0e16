import { Database } from './driver.ts';
import { formatOf, latestFormat, migrateTo, refuseNewer } from './migrate.ts';
import { textAt, textOrNullAt } from './row.ts';

interface Column {
  readonly name: string;
  /** SQL of the value where none was stored. */
  readonly byDefault: string;
}

/** What a format has, each by its name: the columns of its tables, and the SQL that makes it. */
interface Schema {
  readonly tables: ReadonlyMap<string, readonly Column[]>;
  readonly made: readonly {
    readonly type: string;
    readonly name: string;
    readonly table: string;
    readonly sql: string;
  }[];
}

/** By format. It takes some milliseconds, and a thread opens several connections. */
const known = new Map<number, string>();

/**
 * Lets a case of an older format be read as one of the latest without a change of its file: what later formats add is
 * made beside it, seen by this connection only. New tables are there and empty, new columns have the value that a
 * migration would give them, views are the latest. Formats so far only add; a test holds every later one to it.
 *
 * @throws AppError `newer-case`
 */
export function showAsLatest(db: Database): void {
  const found = formatOf(db);
  refuseNewer(db.path, found);
  // Format 0 is an empty file: a table that its own format has and the file lacks is damage, and stays so.
  if (found === latestFormat || found === 0) return;
  const sql = known.get(found) ?? differenceFrom(found);
  known.set(found, sql);
  db.exec(sql);
}

function differenceFrom(format: number): string {
  const before = schemaOf(format);
  const after = schemaOf(latestFormat);
  const statements: string[] = [];
  for (const { type, name, table, sql } of after.made) {
    const had = before.tables.get(table);
    if (type === 'view' && !before.made.some((one) => one.sql === sql))
      statements.push(sql.replace(/CREATE VIEW /, 'CREATE TEMP VIEW '));
    // Temporary tables cannot refer to those of the file. Their indexes follow them by themselves.
    else if (type === 'table' && had === undefined)
      statements.push(
        sql.replace(/^CREATE TABLE /, 'CREATE TEMP TABLE ').replace(/ REFERENCES \w+ \(\w+\)/g, ''),
      );
    else if (type === 'index' && had === undefined) statements.push(sql);
    else if (type === 'table')
      statements.push(...withNewColumns(name, had ?? [], after.tables.get(name) ?? []));
  }
  return statements.join(';\n');
}

/** A view of the table's own name: it hides the table from everything that does not say `main`. */
function withNewColumns(name: string, had: readonly Column[], has: readonly Column[]): string[] {
  const added = has.filter((column) => !had.some((one) => one.name === column.name));
  if (added.length === 0) return [];
  const columns = [
    ...had.map((column) => column.name),
    ...added.map((one) => `${one.byDefault} AS ${one.name}`),
  ];
  return [`CREATE TEMP VIEW ${name} AS SELECT ${columns.join(', ')} FROM main.${name}`];
}

function schemaOf(format: number): Schema {
  const db = Database.inMemory();
  try {
    migrateTo(db, format);
    const made = db
      .all(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND type <> 'trigger' ORDER BY rowid",
      )
      .map((row) => ({
        type: textAt(row, 'type'),
        name: textAt(row, 'name'),
        table: textAt(row, 'tbl_name'),
        sql: textAt(row, 'sql'),
      }));
    const tables = made
      .filter(({ type }) => type === 'table')
      .map(({ name }) => [name, columnsOf(db, name)] as const);
    return { made, tables: new Map(tables) };
  } finally {
    db.close();
  }
}

function columnsOf(db: Database, table: string): Column[] {
  return db.all('SELECT name, dflt_value FROM pragma_table_info(?) ORDER BY cid', table).map((row) => ({
    name: textAt(row, 'name'),
    byDefault: textOrNullAt(row, 'dflt_value') ?? 'NULL',
  }));
}
