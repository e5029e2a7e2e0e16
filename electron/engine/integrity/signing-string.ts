import type { Digest } from './digest.ts';

/**
 * What CloudTrail signs of a digest: four lines without an end of line behind the last.
 *
 * `sha256` is of the unpacked digest, in lower case. The signature before is taken as it is written, whatever its
 * form; `null` as four letters stands for none.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 */
export function signingString(
  digest: Pick<Digest, 'endTime' | 'bucket' | 'key' | 'previousSignature'>,
  sha256: string,
): string {
  return `${digest.endTime}\n${digest.bucket}/${digest.key}\n${sha256}\n${digest.previousSignature ?? 'null'}`;
}
