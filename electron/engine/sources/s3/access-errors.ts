import { type Asked, type Diagnosis, thingOf } from './asked.ts';
import type { AwsFailure } from './aws-failure.ts';
import { partitionOf } from './partition.ts';

const redirects: ReadonlySet<string> = new Set([
  'PermanentRedirect',
  'TemporaryRedirect',
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
]);

/** Why S3 knows who asks, and does not give it. */
export function accessError(failure: AwsFailure, asked: Asked): Diagnosis {
  const { code, message, status } = failure;
  if (code.startsWith('KMS.') || /\bkms:|KMS key/i.test(message)) return kmsError(failure, asked);
  if (code === 'InvalidObjectState') return archivedError(failure, asked);
  if (redirects.has(code) || status === 301 || status === 307) return regionError(failure, asked);
  if (code === 'NoSuchBucket' || (status === 404 && asked.action !== 'get')) return noBucketError(asked);
  if (code === 'NoSuchKey' || status === 404) {
    return gone(`It was deleted after it had been listed: ${thingOf(asked)}.`);
  }
  if (code === 'PreconditionFailed' || status === 412) {
    return gone(`It was replaced after it had been listed: ${thingOf(asked)}.`);
  }
  if (status === 401 || status === 403) return deniedError(failure, asked);
  return otherError(failure, asked);
}

function gone(message: string): Diagnosis {
  return {
    fault: 'gone',
    message,
    advice:
      'Sync again to list what is there now. Files of a trail are not replaced or deleted in the normal way of things.',
  };
}

function deniedError({ message }: AwsFailure, asked: Asked): Diagnosis {
  const { bucket, key, action, region } = asked;
  const arn = `arn:${partitionOf(region).id}:s3:::${bucket}`;
  const needed = action === 'get' ? `s3:GetObject on ${arn}/${key}` : `s3:ListBucket on ${arn}`;
  // `…because no identity-based policy allows the s3:GetObject action`: it says which policy to look at.
  const because = /\bbecause (.+?)\.?$/.exec(message)?.[1];
  const advice = [
    asked.isAnonymous
      ? 'Sign in: without it only public buckets can be read.'
      : `Ask for the permission ${needed}.`,
    because === undefined ? null : `AWS says why: ${because}.`,
    asked.expectedOwner === null
      ? null
      : `The bucket may also belong to another account than ${asked.expectedOwner}.`,
    action === 'list' ? 'Where the requester pays, say so in the place.' : null,
  ];
  return {
    fault: 'denied',
    message: `Access to ${thingOf(asked)} is denied: ${needed} is missing.`,
    advice: advice.filter((sentence) => sentence !== null).join(' '),
  };
}

function kmsError({ code, message }: AwsFailure, asked: Asked): Diagnosis {
  const key = /arn:[\w-]+:kms:[\w-]+:\d{12}:(?:key|alias)\/[\w/-]+/.exec(message)?.[0];
  const which = key === undefined ? 'the KMS key of the object' : key;
  const state = /disabled|InvalidState|NotFound/i.exec(code)?.[0];
  if (state !== undefined) {
    return {
      fault: 'kms',
      message: `${capital(thingOf(asked))} cannot be decrypted: ${which} is disabled, pending deletion or gone.`,
      advice: 'Ask the owner of the key to enable it again, or to cancel its deletion, and sync again.',
    };
  }
  return {
    fault: 'kms',
    message: `${capital(thingOf(asked))} cannot be decrypted: kms:Decrypt on ${which} is missing.`,
    advice: `Ask for the permission kms:Decrypt on ${which}, in your own policy and, from another account, in the key's.`,
  };
}

function archivedError({ storageClass, accessTier }: AwsFailure, asked: Asked): Diagnosis {
  const isTiered = storageClass === 'INTELLIGENT_TIERING';
  const where = isTiered
    ? `the tier ${accessTier ?? 'ARCHIVE_ACCESS'} of Intelligent-Tiering`
    : `the class ${storageClass ?? 'GLACIER'}`;
  const isDeep = storageClass === 'DEEP_ARCHIVE' || accessTier === 'DEEP_ARCHIVE_ACCESS';
  const waiting = isDeep ? '12 to 48 hours' : '1 minute to 12 hours, by the tier of the request';
  const days = isTiered ? '' : ' with the number of days you need';
  return {
    fault: 'archived',
    message: `${capital(thingOf(asked))} lies in ${where} and is not restored.`,
    advice: `Restore it (s3:RestoreObject${days}; it takes ${waiting}), and sync again.`,
  };
}

function regionError({ region }: AwsFailure, asked: Asked): Diagnosis {
  const where = region === null ? 'another region' : `the region ${region}`;
  return {
    fault: 'bucket',
    message: `The bucket ${asked.bucket} lies in ${where}, not in ${asked.region}.`,
    advice:
      region === null
        ? 'Give the bucket’s region.'
        : `Give ${region} as the region, or leave the region empty.`,
  };
}

function noBucketError({ bucket, region, endpoint }: Asked): Diagnosis {
  const where =
    endpoint === null ? `in the partition ${partitionOf(region).id}` : `at ${new URL(endpoint).host}`;
  return {
    fault: 'bucket',
    message: `There is no bucket ${bucket} ${where}.`,
    advice: 'Check its name. A bucket of GovCloud or China is found with a region of that partition.',
  };
}

function otherError({ code, message, status }: AwsFailure, asked: Asked): Diagnosis {
  const said = [code, status === null ? null : `status ${status}`].filter((part) => part !== null).join(', ');
  return {
    fault: asked.action === 'get' ? 'denied' : 'bucket',
    message: `S3 does not give ${thingOf(asked)} (${said}): ${message}`,
    advice:
      asked.endpoint === null
        ? 'Try again, and look the code up in the documentation of S3.'
        : 'Check that the endpoint speaks S3, and whether it wants path style.',
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
