/**
 * The term columns of this format, frozen here: a migration must not change when the contract's fields do. Each is a
 * column `<field>_t` and, as text, a column of the view `events_as_text`.
 */
export const identityColumns = [
  ...['account', 'actor', 'identity', 'identitytype', 'user', 'role', 'session', 'key', 'mfa'],
];
export const callColumns = [
  ...['name', 'source', 'service', 'region', 'error', 'outcome', 'readonly', 'category', 'type', 'vpce'],
];
export const ownColumns = ['ip', 'agent', 'resource'];

export function declared(columns: readonly string[]): string {
  return columns.map((column) => `${column}_t INTEGER`).join(', ');
}

function asText(columns: readonly string[], row: string): string {
  return columns
    .map((column) => `(SELECT text FROM terms WHERE id = ${row}.${column}_t) AS "${column}"`)
    .join(',\n  ');
}

/** A GUID kept as 16 bytes in its usual spelling; any other id as it is. */
function guidText(column: string): string {
  const part = (from: number, length: number): string => `substr(hex(${column}), ${from}, ${length})`;
  const parts = [part(1, 8), part(9, 4), part(13, 4), part(17, 4), part(21, 12)].join(` || '-' || `);
  return `CASE typeof(${column}) WHEN 'blob' THEN lower(${parts}) ELSE ${column} END`;
}

/** The view of events. @param more what a later format adds to its columns, with the comma before it */
export function eventsView(more: string): string {
  return `-- One row an event with every field as text, for any SQLite tool. Subqueries for the texts instead of joins: SQLite
-- works out only those that a query asks for, where it would go through unused LEFT JOINs in every aggregate.
CREATE VIEW events_as_text AS
SELECT
  e.id AS event,
  strftime('%Y-%m-%dT%H:%M:%fZ', e.time_ms / 1000.0, 'unixepoch') AS time,
  e.time_ms AS time_ms,
  ${asText(callColumns, 'c')},
  ${asText(identityColumns, 'i')},
  ${asText(ownColumns, 'e')},
  ${guidText('e.event_id')} AS id,
  ${guidText('e.request_id')} AS request,
  (SELECT key FROM objects WHERE id = e.object_id) AS object,
  (SELECT s.label FROM objects AS o JOIN sources AS s ON s.id = o.source_id WHERE o.id = e.object_id) AS source_label,
  e.position AS position,
  e.duplicate_of IS NOT NULL AS is_duplicate,
  -- Another delivery of the same eventID differs: this one from the first, or a later one from this one.
  e.is_conflict IS 1 OR EXISTS (SELECT 1 FROM events AS d WHERE d.duplicate_of = e.id AND d.is_conflict = 1) AS is_conflict${more}
FROM events AS e JOIN identities AS i ON i.id = e.identity_id JOIN calls AS c ON c.id = e.call_id;`;
}
