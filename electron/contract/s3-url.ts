import { AppError } from './errors.ts';
import { type BucketPlace, bucketPlace } from './s3.ts';

/** What an address says of a place. Null: nothing. */
export type S3Address = Pick<BucketPlace, 'bucket' | 'prefix' | 'region' | 'endpoint' | 'pathStyle'>;

const forms = 'Give s3://bucket/prefix, the address of the bucket in a browser, or its ARN.';
/** `[BUCKET.]s3[.REGION].amazonaws.com` and its older and dual-stack forms, in all partitions. */
const awsHost =
  /^(?:(.+)\.)?s3(?:-fips|-accelerate|-external-1)?(?:\.dualstack)?(?:[.-](?!website)([a-z][a-z-]*-\d+))?\.(?:amazonaws\.(?:com|com\.cn|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov)$/;
const anyAwsHost = /\.(?:amazonaws\.(?:com|com\.cn|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov)$/;
const consoleHost =
  /(?:^|\.)console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com|amazonaws\.eu)$/;

/**
 * Reads where a trail lies from what a person pastes: `s3://bucket/prefix`, an https address with the bucket in its
 * host or its path, an address of the AWS console, an ARN, or a bucket's bare name.
 *
 * The prefix is empty or ends with `/`. An https address of no AWS host is taken for an endpoint of its own. Nothing
 * pasted is repeated in an error: a presigned address is a secret.
 *
 * @throws AppError `bad-request`
 */
export function parseS3Address(text: string): S3Address {
  const trimmed = text.trim();
  if (trimmed === '') throw wrong('There is no address.');
  if (/^arn:/i.test(trimmed)) return fromArn(trimmed);
  if (/^https?:\/\//i.test(trimmed)) return fromUrl(trimmed);
  const named = /^(?:s3[an]?:\/\/)?([^/:]*)(?:\/(.*))?$/is.exec(trimmed);
  if (named === null) throw wrong('This is no address of a bucket.');
  return address(named[1] ?? '', named[2] ?? '');
}

/** A policy's ARN may end with a star. */
function fromArn(text: string): S3Address {
  const found = /^arn:[a-z0-9-]+:s3:([^:]*):([^:]*):(.*)$/is.exec(text);
  if (found === null) throw wrong('This ARN is not one of S3.');
  const [, region, account, resource = ''] = found;
  if (region !== '' || account !== '') {
    throw wrong(
      'This ARN names an access point or something else of S3, and not a bucket.',
      'Give the ARN of the bucket itself, as in arn:aws:s3:::bucket/prefix.',
    );
  }
  const { bucket, rest } = split(resource.replace(/\*+$/, ''));
  return address(bucket, rest);
}

function fromUrl(text: string): S3Address {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw wrong('This address cannot be read.', forms, cause);
  }
  const path = decoded(url.pathname.slice(1));
  const prefix = url.searchParams.get('prefix') ?? '';
  if (consoleHost.test(url.hostname)) return fromConsole(url, path, prefix);
  const aws = awsHost.exec(url.hostname);
  if (aws !== null) {
    const region = aws[2] ?? null;
    if (aws[1] !== undefined) return address(aws[1], path || prefix, { region });
    const { bucket, rest } = split(path);
    return address(bucket, rest || prefix, { region });
  }
  if (anyAwsHost.test(url.hostname)) throw wrong(`${url.hostname} is no address of a bucket in S3.`);
  const { bucket, rest } = split(path);
  return address(bucket, rest || prefix, { endpoint: url.origin, pathStyle: true });
}

function fromConsole(url: URL, path: string, prefix: string): S3Address {
  const [service, page, bucket = ''] = path.split('/');
  if (service !== 's3' || (page !== 'buckets' && page !== 'object')) {
    throw wrong('This page of the AWS console is not one of a bucket.');
  }
  const region = url.searchParams.get('region');
  // The page of a single object: what lies beside it is what is meant.
  const folder = page === 'object' ? prefix.slice(0, prefix.lastIndexOf('/') + 1) : prefix;
  return address(bucket, folder, { region });
}

function address(bucket: string, prefix: string, more: Partial<S3Address> = {}): S3Address {
  if (!bucketPlace.shape.bucket.safeParse(bucket).success) {
    throw wrong(
      bucket === '' ? 'The address names no bucket.' : 'What stands where the bucket does is no name of one.',
    );
  }
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  if (!bucketPlace.shape.prefix.safeParse(folder).success) {
    throw wrong('The prefix is longer than any key can be.');
  }
  return { bucket, prefix: folder, region: null, endpoint: null, pathStyle: false, ...more };
}

function split(path: string): { bucket: string; rest: string } {
  const slash = path.indexOf('/');
  return slash < 0
    ? { bucket: path, rest: '' }
    : { bucket: path.slice(0, slash), rest: path.slice(slash + 1) };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (cause) {
    throw wrong('The address has a % that stands for nothing.', 'Write a % in a name as %25.', cause);
  }
}

function wrong(message: string, advice: string = forms, cause?: unknown): AppError {
  return new AppError('bad-request', message, { advice, cause });
}
