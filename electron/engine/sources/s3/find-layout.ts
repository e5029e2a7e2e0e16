import type { ConnectionCheck } from '../../../contract/s3.ts';
import { type Bucket, BucketError, type ListPage } from './bucket.ts';
import { plainText } from './plain-text.ts';

const folder = 'AWSLogs/';
/** So many folders are looked into for one that holds `AWSLogs/`: each costs a request. */
const maxLookedInto = 5;
const maxNamed = 5;

/** Whether a trail can lie at a prefix, from the first page of its listing by folder, and what lies there instead. */
export async function checkLayout(
  bucket: Bucket,
  prefix: string,
  page: ListPage,
  signal: AbortSignal,
): Promise<ConnectionCheck> {
  if (`/${prefix}`.includes(`/${folder}`)) return found(`The prefix lies in ${folder}.`);
  if (page.folders.includes(`${prefix}${folder}`)) return found(`${folder} lies at the prefix.`);
  if (page.next !== null && (await hasFolder(bucket, `${prefix}${folder}`, signal))) {
    return found(`${folder} lies at the prefix.`);
  }
  const deeper: string[] = [];
  for (const each of page.folders.slice(0, maxLookedInto)) {
    if (await hasFolder(bucket, `${each}${folder}`, signal)) deeper.push(each);
  }
  const where = prefix === '' ? 'in the bucket' : `below “${plainText(prefix)}”`;
  if (deeper.length > 0) {
    const names = deeper.map((each) => `“${plainText(each)}”`).join(', ');
    return {
      check: 'layout',
      state: 'failed',
      message: `There is no ${folder} right ${where}; it lies in ${names}.`,
      advice: `Give ${deeper.length === 1 ? names : 'one of them'} as the prefix.`,
    };
  }
  return {
    check: 'layout',
    state: 'failed',
    message: `There is no ${folder} ${where}, so no trail of CloudTrail's own. ${contents(page)}`,
    advice: `Give the prefix of the trail: what stands before ${folder} in its keys.`,
  };
}

function found(message: string): ConnectionCheck {
  return { check: 'layout', state: 'ok', message, advice: null };
}

async function hasFolder(bucket: Bucket, prefix: string, signal: AbortSignal): Promise<boolean> {
  try {
    const { objects, folders } = await bucket.list({ prefix, byFolder: true }, signal);
    return objects.length + folders.length > 0;
  } catch (error) {
    // Somebody may be permitted to list some prefixes only: nothing is known of this one.
    if (error instanceof BucketError && error.fault === 'denied') return false;
    throw error;
  }
}

function contents({ folders, objects }: ListPage): string {
  const names = [...folders, ...objects.map(({ key }) => key)].map((name) => `“${plainText(name)}”`);
  if (names.length === 0) return 'Nothing lies there at all.';
  const more = names.length > maxNamed ? ', and more' : '';
  return `What lies there: ${names.slice(0, maxNamed).join(', ')}${more}.`;
}
