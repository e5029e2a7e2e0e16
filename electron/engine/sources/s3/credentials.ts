import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { SignIn } from '../../../contract/s3.ts';
import { type Connecting, quiet, requestHandlerOptions } from './http-agents.ts';

/** Keys as AWS takes them. Never kept where an object can be looked into: only functions hold them. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Gives keys that are still valid; asks for new ones when they are about to expire. */
export type CredentialsProvider = () => Promise<Credentials>;

export interface CredentialsOptions extends Connecting {
  /** The code of the device of this serial number. May throw `MfaNeeded`. */
  readonly mfaCode: (serial: string) => Promise<string>;
  /** Where STS is asked to assume a role, unless the profile says. */
  readonly region: string;
}

/** A role wants the code of a device, and there is none. */
export class MfaNeeded extends Error {
  readonly serial: string;

  constructor(serial: string) {
    super('A code of the MFA device is needed.');
    this.name = 'MfaNeeded';
    this.serial = serial;
  }
}

/** New keys are asked for so long before the old ones expire. */
const renewMs = 5 * 60_000;

/**
 * How a person signs in, as a function that gives keys; null for anonymous (requests are not signed).
 *
 * Shared config is read anew with every sign-in: somebody may just have mended it.
 */
export function credentialsFor(signIn: SignIn, options: CredentialsOptions): CredentialsProvider | null {
  switch (signIn.kind) {
    case 'anonymous':
      return null;
    case 'keys': {
      const { accessKeyId, secretAccessKey, sessionToken } = signIn;
      const keys = { accessKeyId, secretAccessKey, ...(sessionToken === null ? {} : { sessionToken }) };
      return () => Promise.resolve(keys);
    }
    case 'profile':
      return renewed(fromIni({ profile: signIn.profile, ...providerOptions(options) }));
    case 'default':
      return renewed(fromNodeProviderChain(providerOptions(options)));
  }
}

function providerOptions(options: CredentialsOptions) {
  return {
    mfaCodeProvider: options.mfaCode,
    ignoreCache: true,
    logger: quiet,
    // Without a region: it would take the place of the profile's `sso_region`.
    clientConfig: { requestHandler: requestHandlerOptions(options) },
    parentClientConfig: { region: options.region },
  };
}

/**
 * One request for keys at a time, and none while they are valid: a code of MFA can be used once. Where new ones
 * cannot be had, the old ones are used to their end.
 */
export function renewed(ask: CredentialsProvider, first: Credentials | null = null): CredentialsProvider {
  let current = first;
  let asking: Promise<Credentials> | null = null;
  const renew = async (): Promise<Credentials> => {
    try {
      current = await ask();
      return current;
    } catch (error) {
      if (current !== null && leftMs(current) > 0) return current;
      throw error;
    } finally {
      asking = null;
    }
  };
  return () => {
    if (current !== null && leftMs(current) > renewMs) return Promise.resolve(current);
    asking ??= renew();
    return asking;
  };
}

function leftMs({ expiration }: Credentials): number {
  return expiration === undefined ? Number.POSITIVE_INFINITY : expiration.getTime() - Date.now();
}
