const secretName = /(secret|password|passwd|token|authorization|credential|signature|private_?key)/i;

/** What looks like a secret inside a text, with what replaces it. */
const secretTexts: readonly (readonly [RegExp, string])[] = [
  // The query of a pre-signed URL: X-Amz-Signature, X-Amz-Credential, X-Amz-Security-Token.
  [/([?&]X-Amz-[A-Za-z-]+=)[^&\s"]+/gi, '$1…'],
  [/(\bBearer\s+)[\w.~+/=-]+/gi, '$1…'],
  [/([#?&]token=)[\w-]+/gi, '$1…'],
  // An AWS secret access key has 40 characters of base64; a SHA-1 in hex has only hex digits and stays.
  [/(?<![\w/+=])(?![0-9a-f]{40}(?![\w/+=]))[A-Za-z0-9/+]{40}(?![\w/+=])/g, '…'],
];

const maxDepth = 6;

/** Data for a log line without what must never be in a log (security: P1): the only place where that is decided. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') {
    return secretTexts.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), value);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) return '…';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      secretName.test(name) ? '…' : redact(item, depth + 1),
    ]),
  );
}
