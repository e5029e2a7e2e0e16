import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { BucketPlace } from '../../../contract/s3.ts';
import { BucketError } from './bucket.ts';
import { bucketErrorOf } from './bucket-errors.ts';
import type { CredentialsProvider } from './credentials.ts';
import { type Connecting, quiet, requestHandlerOptions } from './http-agents.ts';
import { withRetries } from './retry.ts';

export interface IdentityOptions extends Connecting {
  readonly credentials: CredentialsProvider;
  readonly region: string;
  readonly firstWaitMs?: number;
}

/**
 * Who is signed in, as STS says: an ARN. Asked at the place's own endpoint where it has one: keys of another
 * service are none of AWS's business.
 *
 * @throws BucketError
 */
export async function callerIdentity(
  place: BucketPlace,
  options: IdentityOptions,
  signal: AbortSignal,
): Promise<string> {
  const { credentials, region, firstWaitMs = 200 } = options;
  const { bucket, endpoint, expectedOwner } = place;
  const client = new STSClient({
    region,
    credentials,
    ...(endpoint === null ? {} : { endpoint }),
    requestHandler: requestHandlerOptions(options),
    maxAttempts: 1,
    logger: quiet,
  });
  try {
    const ask = () => client.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    const { Arn } = await withRetries(ask, { maxAttempts: 3, firstWaitMs }, signal);
    if (Arn !== undefined) return Arn;
    throw new BucketError('network', 'STS does not say who is signed in.', 'Nothing: it is not needed.');
  } catch (error) {
    signal.throwIfAborted();
    const asked = { action: 'identity', bucket, key: '', region, endpoint, expectedOwner } as const;
    throw bucketErrorOf(error, { ...asked, isAnonymous: false });
  } finally {
    client.destroy();
  }
}
