import { AppError } from '../../contract/errors.ts';
import type { PublicKey } from '../trails/trail-answer.ts';

/** A list of more would be longer than what an import takes for one. */
const keysPerList = 5000;

/**
 * Public keys as `aws cloudtrail list-public-keys` prints them (the AWS CLI 2, with ISO times), as many texts as it
 * takes.
 *
 * @throws AppError `damaged-case` for a key with a time that is none
 */
export function publicKeyLists(keys: readonly PublicKey[]): readonly string[] {
  const lists: string[] = [];
  for (let at = 0; at < keys.length; at += keysPerList) {
    const PublicKeyList = keys.slice(at, at + keysPerList).map((key) => ({
      Value: Buffer.from(key.der).toString('base64'),
      ValidityStartTime: timeText(key.validFromMs),
      ValidityEndTime: timeText(key.validUntilMs),
      Fingerprint: key.fingerprint,
    }));
    lists.push(`${JSON.stringify({ PublicKeyList }, null, 4)}\n`);
  }
  return lists;
}

function timeText(ms: number): string {
  const time = new Date(ms);
  if (Number.isNaN(time.getTime()))
    throw new AppError('damaged-case', 'The case is damaged: a public key is valid from or until no time.');
  return time.toISOString().replace('.000Z', 'Z').replace('Z', '+00:00');
}
