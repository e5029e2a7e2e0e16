import { type Caller, isoSeconds } from './caller.ts';
import type { Random } from './random.ts';

type Json = Readonly<Record<string, unknown>>;

/** One API call of an invented trail, before it is written as a record. */
export interface Call {
  readonly atMs: number;
  readonly caller: Caller;
  readonly region: string;
  /** The service without `.amazonaws.com`. */
  readonly source: string;
  readonly name: string;
  readonly readOnly: boolean;
  readonly request?: Json | null;
  readonly response?: Json | null;
  readonly error?: readonly [code: string, message: string];
  readonly resources?: readonly Json[];
  readonly isData?: boolean;
  /** Further top-level fields, or other values for those above. */
  readonly more?: Json;
}

/** A record of a trail: the call, and where its delivery goes. */
export interface TrailRecord {
  readonly atMs: number;
  readonly account: string;
  readonly region: string;
  readonly json: Json;
}

/** The record that CloudTrail would write of a call (eventVersion 1.11). */
export function recordOf(call: Call, random: Random): TrailRecord {
  const {
    atMs,
    caller,
    region,
    source,
    name,
    readOnly,
    request = null,
    response = null,
    error,
    resources,
    isData = false,
    more,
  } = call;
  const json = {
    eventVersion: '1.11',
    userIdentity: caller.identity,
    eventTime: isoSeconds(atMs),
    eventSource: `${source}.amazonaws.com`,
    eventName: name,
    awsRegion: region,
    sourceIPAddress: caller.ip,
    userAgent: caller.agent,
    ...(error === undefined ? {} : { errorCode: error[0], errorMessage: error[1] }),
    requestParameters: request,
    responseElements: response,
    requestID: isData ? random.capitals(16) : random.guid(),
    eventID: random.guid(),
    readOnly,
    ...(resources === undefined ? {} : { resources }),
    eventType: 'AwsApiCall',
    managementEvent: !isData,
    recipientAccountId: caller.account,
    eventCategory: isData ? 'Data' : 'Management',
    ...(caller.ip.endsWith('.amazonaws.com')
      ? {}
      : {
          tlsDetails: {
            tlsVersion: 'TLSv1.3',
            cipherSuite: 'TLS_AES_128_GCM_SHA256',
            clientProvidedHostHeader: hostOf(source, region),
          },
        }),
    ...more,
  };
  return { atMs, account: caller.account, region, json };
}

function hostOf(source: string, region: string): string {
  return source === 'iam' || source === 'organizations'
    ? `${source}.amazonaws.com`
    : `${source}.${region}.amazonaws.com`;
}

/** The resources of a call on an S3 object: the object and its bucket. */
export function s3Resources(account: string, bucket: string, key?: string): readonly Json[] {
  const bucketArn = `arn:aws:s3:::${bucket}`;
  const ofBucket = { accountId: account, type: 'AWS::S3::Bucket', ARN: bucketArn };
  return key === undefined ? [ofBucket] : [{ type: 'AWS::S3::Object', ARN: `${bucketArn}/${key}` }, ofBucket];
}
