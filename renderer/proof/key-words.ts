import type { UsedKey } from '../../electron/contract/integrity.ts';
import { formatCount } from '../format/number.ts';

/** Where a key is from, as a list says it. */
export const originWords: Readonly<Record<UsedKey['origin'], string>> = {
  aws: 'fetched with a sync',
  file: 'imported from a file',
  given: 'given for this check',
};

/** Where the keys are from, all together: "from us-east-1 and us-west-1, fetched with a sync". */
export function keyOrigins(keys: readonly UsedKey[]): string {
  const regions = [...new Set(keys.flatMap(({ region }) => (region === null ? [] : [region])))].sort();
  const origins = [...new Set(keys.map(({ origin }) => originWords[origin]))];
  const from =
    regions.length === 0
      ? ''
      : regions.length <= 3
        ? `from ${listed(regions)}, `
        : `from ${formatCount(regions.length)} regions, `;
  return `${from}${listed(origins)}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
