import type { Asked, Diagnosis } from './asked.ts';
import type { AwsFailure } from './aws-failure.ts';

const expired: readonly string[] = ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'];
const unknownKey: readonly string[] = [
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'NotSignedUp',
];
const wrongSecret: readonly string[] = ['SignatureDoesNotMatch', 'InvalidSignatureException'];
const wrongToken: readonly string[] = ['InvalidToken', 'MissingAuthenticationToken'];
const wrongClock: readonly string[] = ['RequestTimeTooSkewed', 'RequestInTheFuture', 'RequestExpired'];
const needsCode = 'MfaNeeded';
const provider: readonly string[] = ['CredentialsProviderError', 'TokenProviderError', 'ProviderError'];

const known: ReadonlySet<string> = new Set([
  ...expired,
  ...unknownKey,
  ...wrongSecret,
  ...wrongToken,
  ...wrongClock,
  ...provider,
  needsCode,
]);

export function isSignInFailure({ code }: AwsFailure): boolean {
  return known.has(code);
}

/** Whether AWS refused the time of a request and not its signer. */
export function isClockFailure({ code, message }: AwsFailure): boolean {
  // STS says it in the words of a wrong signature.
  return wrongClock.includes(code) || /signature (?:expired|not yet current)/i.test(message);
}

/** Why AWS does not know who asks. */
export function signInError(failure: AwsFailure, { endpoint }: Asked): Diagnosis {
  const { code, message } = failure;
  const service = endpoint === null ? 'AWS' : new URL(endpoint).host;
  if (isClockFailure(failure)) return clockError(failure, service);
  if (expired.includes(code)) {
    return {
      fault: 'signIn',
      message: 'The sign-in has expired.',
      advice: 'Sign in again. For a profile with SSO, run “aws sso login” first.',
    };
  }
  if (unknownKey.includes(code)) {
    return {
      fault: 'signIn',
      message: `${service} does not know the access key id.`,
      advice:
        'Check the access key id. A key of GovCloud or China is known in its own regions only: give the region.',
    };
  }
  if (wrongSecret.includes(code)) {
    return {
      fault: 'signIn',
      message: `The secret access key does not belong to the access key id, says ${service}.`,
      advice: 'Copy the secret access key again, whole and without spaces.',
    };
  }
  if (wrongToken.includes(code)) {
    return {
      fault: 'signIn',
      message: 'The session token is missing or does not belong to the access key id.',
      advice: 'Keys that begin with ASIA need the session token that came with them. Copy all three again.',
    };
  }
  if (code === needsCode) {
    return {
      fault: 'signIn',
      message: 'The session of the role has expired, and a new one needs a code of the MFA device.',
      advice: 'Sign in again with a new code.',
    };
  }
  return providerError(message);
}

/** Why a role was not given. */
export function roleError({ code, message, status }: AwsFailure): Diagnosis {
  if (/MultiFactorAuthentication/i.test(message)) {
    return {
      fault: 'signIn',
      message: 'The code of the MFA device is wrong, or was used before.',
      advice: 'Wait for the next code of the device and type that.',
    };
  }
  const role = /arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+/.exec(message)?.[0] ?? 'the role of the profile';
  if (/sts:AssumeRole/.test(message)) {
    return {
      fault: 'signIn',
      message: `The permission sts:AssumeRole on ${role} is missing.`,
      advice: 'Check role_arn and source_profile, and whether the trust policy of the role names you.',
    };
  }
  // Only what a service answered: a parser quotes what it could not read, which may have been keys.
  const said = status === null ? '' : message;
  return {
    fault: 'signIn',
    message: `There are no usable credentials (${code}). ${said}`.trim(),
    advice: 'Check the profile in the shared config, or choose another way to sign in.',
  };
}

function clockError({ serverTimeMs }: AwsFailure, service: string): Diagnosis {
  const by = serverTimeMs === null ? '' : ` It is ${offsetText(Date.now() - serverTimeMs)}.`;
  return {
    fault: 'signIn',
    message: `The clock of this computer is too far from that of ${service}.${by}`,
    advice: 'Set the clock, or let it be set from the network, and try again.',
  };
}

function offsetText(aheadMs: number): string {
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  const size = minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
  return `${size} ${aheadMs > 0 ? 'fast' : 'slow'}`;
}

function providerError(message: string): Diagnosis {
  if (/\bSSO\b|sso login|Token is expired|token .*expired/i.test(message)) {
    return {
      fault: 'signIn',
      message: 'The SSO session of the profile has expired or does not exist.',
      advice: 'Run “aws sso login” for this profile and try again.',
    };
  }
  if (/could not load credentials from any/i.test(message)) {
    return {
      fault: 'signIn',
      message:
        'No credentials were found: neither in the environment, nor in the shared config, nor from this machine.',
      advice: 'Choose a profile, or type in keys.',
    };
  }
  // A failing command is quoted with its arguments and its output, where secrets may be.
  if (/command failed|credential_process/i.test(message)) {
    return {
      fault: 'signIn',
      message: 'The credential process of the profile failed.',
      advice:
        'Run the command that the profile names as credential_process in a terminal and see what it says.',
    };
  }
  // A parser quotes what it could not read.
  const said = /JSON|unexpected token/i.test(message) ? '' : message;
  return {
    fault: 'signIn',
    message: `There are no usable credentials. ${said}`.trim(),
    advice: 'Check the profile in the shared config, or choose another way to sign in.',
  };
}
