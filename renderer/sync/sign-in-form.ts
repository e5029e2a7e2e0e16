import type { BucketPlace, SignIn } from '../../electron/contract/s3.ts';
import { parseS3Address } from '../../electron/contract/s3-url.ts';

/** What stands in the fields of the first step. Secrets live here and in the request, and nowhere else. */
export interface SignInForm {
  readonly address: string;
  readonly way: SignIn['kind'];
  readonly profile: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly region: string;
  readonly endpoint: string;
  readonly pathStyle: boolean;
  readonly requesterPays: boolean;
  readonly expectedOwner: string;
  readonly mfaCode: string;
  readonly caFile: { readonly token: string; readonly name: string } | null;
}

export const emptyForm: SignInForm = {
  address: '',
  way: 'default',
  profile: '',
  accessKeyId: '',
  secretAccessKey: '',
  sessionToken: '',
  region: '',
  endpoint: '',
  pathStyle: false,
  requesterPays: false,
  expectedOwner: '',
  mfaCode: '',
  caFile: null,
};

/** The form without what nobody may read again. */
export function withoutSecrets(form: SignInForm): SignInForm {
  return { ...form, accessKeyId: '', secretAccessKey: '', sessionToken: '', mfaCode: '' };
}

/** The form that leads to a place again, for a new sign-in. */
export function formFor(place: BucketPlace): SignInForm {
  return {
    ...emptyForm,
    address: `s3://${place.bucket}/${place.prefix}`,
    region: place.region ?? '',
    endpoint: place.endpoint ?? '',
    pathStyle: place.pathStyle,
    requesterPays: place.requesterPays,
    expectedOwner: place.expectedOwner ?? '',
  };
}

/** Where the form leads. What the address says is overruled by the fields. @throws AppError for an address that is none */
export function placeOf(form: SignInForm): BucketPlace {
  const address = parseS3Address(form.address);
  const endpoint = form.endpoint.trim() === '' ? address.endpoint : form.endpoint.trim();
  return {
    bucket: address.bucket,
    prefix: address.prefix,
    region: form.region.trim() === '' ? address.region : form.region.trim(),
    endpoint,
    pathStyle: form.pathStyle || address.pathStyle,
    requesterPays: form.requesterPays,
    expectedOwner: form.expectedOwner.trim() === '' ? null : form.expectedOwner.trim(),
  };
}

export function signInOf(form: SignInForm): SignIn {
  switch (form.way) {
    case 'profile':
      return { kind: 'profile', profile: form.profile };
    case 'keys':
      return {
        kind: 'keys',
        accessKeyId: form.accessKeyId.trim(),
        secretAccessKey: form.secretAccessKey.trim(),
        sessionToken: form.sessionToken.trim() === '' ? null : form.sessionToken.trim(),
      };
    case 'default':
    case 'anonymous':
      return { kind: form.way };
  }
}

/** What is missing before it can be tried; null when nothing is. */
export function missingIn(form: SignInForm): string | null {
  if (form.address.trim() === '') return 'Say where the trail lies.';
  if (form.way === 'profile' && form.profile === '') return 'Choose a profile.';
  if (form.way === 'keys' && (form.accessKeyId.trim() === '' || form.secretAccessKey.trim() === ''))
    return 'Type the access key and its secret.';
  if (form.expectedOwner.trim() !== '' && !/^\d{12}$/.test(form.expectedOwner.trim()))
    return 'The expected owner is an account of twelve digits.';
  return null;
}
