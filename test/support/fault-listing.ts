import type { StoredObject } from './fault-objects.ts';

export interface ListingQuestion {
  readonly bucket: string;
  readonly query: URLSearchParams;
  readonly pageSize: number;
}

interface Entry {
  /** The key, or the folder. Listings go on after it. */
  readonly mark: string;
  readonly object: StoredObject | null;
}

/** The answer of ListObjectsV2, in the order of the keys' UTF-8 bytes. */
export function listingXml(objects: Iterable<StoredObject>, question: ListingQuestion): string {
  const { query } = question;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const after =
    token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
  const pageSize = Math.min(question.pageSize, Number(query.get('max-keys') ?? 1000));
  const isEncoded = query.get('encoding-type') === 'url';
  const text = (value: string) => escapeXml(isEncoded ? urlText(value) : value);

  const entries = entriesOf(objects, prefix, delimiter).filter(({ mark }) => compareKeys(mark, after) > 0);
  const page = entries.slice(0, pageSize);
  const last = page.at(-1);
  const next =
    entries.length > page.length && last !== undefined ? Buffer.from(last.mark).toString('base64url') : null;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    `<Name>${question.bucket}</Name><Prefix>${text(prefix)}</Prefix><KeyCount>${page.length}</KeyCount>`,
    `<MaxKeys>${pageSize}</MaxKeys><IsTruncated>${next !== null}</IsTruncated>`,
    isEncoded ? '<EncodingType>url</EncodingType>' : '',
    next === null ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`,
    ...page.map(({ mark, object }) =>
      object === null
        ? `<CommonPrefixes><Prefix>${text(mark)}</Prefix></CommonPrefixes>`
        : `<Contents><Key>${text(mark)}</Key>${detailsXml(object)}</Contents>`,
    ),
    '</ListBucketResult>',
  ].join('');
}

function detailsXml(object: StoredObject): string {
  return (
    `<LastModified>${new Date(object.lastModifiedMs).toISOString()}</LastModified>` +
    `<ETag>&quot;${object.etag}&quot;</ETag><Size>${object.bytes.length}</Size>` +
    `<StorageClass>${object.storageClass}</StorageClass>`
  );
}

function entriesOf(objects: Iterable<StoredObject>, prefix: string, delimiter: string): Entry[] {
  const entries = new Map<string, Entry>();
  for (const object of objects) {
    if (!object.key.startsWith(prefix)) continue;
    const cut = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
    const mark = cut === -1 ? object.key : object.key.slice(0, cut + delimiter.length);
    entries.set(mark, { mark, object: cut === -1 ? object : null });
  }
  return [...entries.values()].sort((a, b) => compareKeys(a.mark, b.mark));
}

function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** As S3 encodes keys when it is asked for `encoding-type=url`. */
function urlText(value: string): string {
  return encodeURIComponent(value).replaceAll('%2F', '/').replaceAll('%20', '+');
}

export function escapeXml(value: string): string {
  return value.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
}
