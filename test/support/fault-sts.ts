import type { ServerResponse } from 'node:http';
import { escapeXml } from './fault-listing.ts';
import type { FaultCredentials, SignatureVerdict } from './signature-v4.ts';

export interface StsOptions {
  /** What GetCallerIdentity says; absent: a user of 111122223333. */
  readonly arn?: string;
  /** The code of STS's refusal of everything, `AccessDenied` for example. */
  readonly refuses?: string;
  /** What AssumeRole gives; absent: it is denied. */
  readonly session?: FaultCredentials & { readonly expiresAtMs: number };
  /** The device and the code that AssumeRole wants. */
  readonly mfa?: { readonly serial: string; readonly code: string };
}

interface StsAnswer {
  readonly status: number;
  readonly xml: string;
}

/** STS as far as signing in needs it: GetCallerIdentity and AssumeRole with a code. */
export function answerSts(
  response: ServerResponse,
  body: Buffer,
  verdict: SignatureVerdict,
  options: StsOptions,
): void {
  const { status, xml } = stsAnswer(new URLSearchParams(body.toString()), verdict, options);
  response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
}

function stsAnswer(form: URLSearchParams, verdict: SignatureVerdict, options: StsOptions): StsAnswer {
  if (options.refuses !== undefined) return refusal(403, options.refuses, 'Refused by the test.');
  switch (verdict.kind) {
    case 'anonymous':
      return refusal(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
    case 'refused': {
      const code = verdict.code === 'InvalidAccessKeyId' ? 'InvalidClientTokenId' : verdict.code;
      return refusal(verdict.status, code, verdict.message);
    }
    case 'signed':
      if (form.get('Action') === 'AssumeRole') return assumedRole(form, options);
      return callerIdentity(options.arn ?? 'arn:aws:iam::111122223333:user/reader');
  }
}

function callerIdentity(arn: string): StsAnswer {
  const account = arn.split(':')[4] ?? '';
  const fields = `<Arn>${escapeXml(arn)}</Arn><UserId>AIDAEXAMPLE</UserId><Account>${account}</Account>`;
  return result('GetCallerIdentity', fields);
}

function assumedRole(form: URLSearchParams, { mfa, session }: StsOptions): StsAnswer {
  const role = form.get('RoleArn') ?? '';
  if (session === undefined) {
    return refusal(403, 'AccessDenied', `Not authorized to perform: sts:AssumeRole on resource: ${role}`);
  }
  if (mfa !== undefined && (form.get('SerialNumber') !== mfa.serial || form.get('TokenCode') !== mfa.code)) {
    const message = 'MultiFactorAuthentication failed with invalid MFA one time pass code.';
    return refusal(403, 'AccessDenied', message);
  }
  const fields = [
    `<Credentials><AccessKeyId>${session.accessKeyId}</AccessKeyId>`,
    `<SecretAccessKey>${session.secretAccessKey}</SecretAccessKey>`,
    `<SessionToken>${session.sessionToken ?? ''}</SessionToken>`,
    `<Expiration>${new Date(session.expiresAtMs).toISOString()}</Expiration></Credentials>`,
    `<AssumedRoleUser><Arn>${escapeXml(role)}</Arn>`,
    '<AssumedRoleId>AROAEXAMPLE:spoor</AssumedRoleId></AssumedRoleUser>',
  ];
  return result('AssumeRole', fields.join(''));
}

function result(action: string, fields: string): StsAnswer {
  const space = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';
  return {
    status: 200,
    xml: `<${action}Response ${space}><${action}Result>${fields}</${action}Result></${action}Response>`,
  };
}

function refusal(status: number, code: string, message: string): StsAnswer {
  const parts = `<Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message>`;
  return { status, xml: `<ErrorResponse><Error>${parts}</Error><RequestId>REQ</RequestId></ErrorResponse>` };
}
