import { plainText } from '../sources/s3/plain-text.ts';

/** What the address of a queue says. */
export interface QueueAddress {
  readonly name: string;
  /** The account that owns it, where the address names one. */
  readonly account: string | null;
  readonly region: string;
  readonly origin: string;
  readonly host: string;
  /** Whether it is a host of AWS's own. */
  readonly isAws: boolean;
}

const awsHost = /\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov|api\.aws)$/;

/**
 * Reads the address of a queue: `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`, or one of another service.
 *
 * @param usualRegion where the address names none
 */
export function queueAddressOf(url: string, usualRegion: string): QueueAddress {
  const { origin, host, hostname, pathname } = new URL(url);
  const parts = pathname.split('/').filter((part) => part !== '');
  const account = parts.at(-2) ?? '';
  return {
    // Never the whole address: what follows a `?` is nobody's business.
    name: plainText(parts.at(-1) ?? host),
    account: /^\d{12}$/.test(account) ? account : null,
    region: regionOf(hostname) ?? usualRegion,
    origin,
    host,
    isAws: awsHost.test(hostname),
  };
}

/** `sqs.eu-west-1.…`, `sqs-fips.us-east-1.…`, an endpoint of a VPC, or the older `eu-west-1.queue.amazonaws.com`. */
function regionOf(hostname: string): string | null {
  const named =
    /(?:^|\.)sqs(?:-fips)?\.([a-z0-9-]+)\./.exec(hostname) ?? /^([a-z0-9-]+)\.queue\./.exec(hostname);
  if (named !== null) return named[1] ?? null;
  return hostname === 'queue.amazonaws.com' ? 'us-east-1' : null;
}
