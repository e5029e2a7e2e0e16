import type { FieldName } from '../../contract/fields.ts';

/** What an export is of: for the manifest. */
export interface ExportMeta {
  /** The filter as the person wrote it; empty means every event. */
  readonly filterText: string;
  readonly caseName: string;
  /** Spoor's own version. */
  readonly version: string;
  readonly withDuplicates: boolean;
  /** How many events the filter matched when the export began. */
  readonly total: number;
}

export interface ManifestContent {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly columns: readonly FieldName[];
  readonly zone: string;
  readonly formulaGuard: boolean;
  readonly meta: ExportMeta;
  readonly writtenAtMs: number;
}

/** Between the values of a list field (`resource`) in one cell. */
export const listJoiner = '; ';

export function manifestPath(target: string): string {
  return `${target}.manifest.json`;
}

/** The text beside an exported file that says what is in it and how to check it. */
export function manifestText({
  name,
  rows,
  bytes,
  sha256,
  columns,
  zone,
  formulaGuard,
  meta,
  writtenAtMs,
}: ManifestContent): string {
  const manifest = {
    kind: 'spoor-export',
    formatVersion: 1,
    file: { name, sizeBytes: bytes, sha256, rows },
    case: meta.caseName,
    filter: meta.filterText,
    withDuplicates: meta.withDuplicates,
    matchedEvents: meta.total,
    columns,
    times: {
      zone,
      format: 'ISO 8601 with the offset of the zone; empty where the record has no readable time',
    },
    lists: { joinedBy: listJoiner },
    formulaGuard: formulaGuard
      ? 'on: cells that a spreadsheet would run (they start with = + - @ TAB CR or a full-width form, also behind blanks and quotes) have an apostrophe before them'
      : 'off: cells are exactly as recorded; a spreadsheet may run some as formulas',
    encoding: 'UTF-8 without byte order mark, RFC 4180, CRLF',
    writtenBy: `Spoor ${meta.version}`,
    writtenAt: new Date(writtenAtMs).toISOString(),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
