import { useEffect, useState } from 'react';
import type { ConnectResult, ProfileInfo } from '../../electron/contract/s3.ts';
import { visibleText } from '../format/visible-text.ts';
import { currentHost } from '../state/host.ts';
import { pick } from '../state/pick.ts';
import { runInBackground } from '../state/toasts.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { ChecksList } from './checks-list.tsx';
import { missingIn, placeOf, type SignInForm, signInOf, withoutSecrets } from './sign-in-form.ts';
import styles from './sync.module.css';

interface SignInStepProps {
  readonly form: SignInForm;
  readonly onChange: (form: SignInForm) => void;
  /** The address is settled: only the sign-in is asked. */
  readonly isPlaceFixed?: boolean;
  readonly onConnected: (result: Extract<ConnectResult, { kind: 'connected' }>) => void;
}

const ways = [
  { value: 'default', label: 'As the AWS CLI' },
  { value: 'profile', label: 'Profile' },
  { value: 'keys', label: 'Keys' },
  { value: 'anonymous', label: 'Nobody' },
] as const;

const wayHints = {
  default: 'Environment, shared config, the machine’s own role: whatever the AWS CLI would take.',
  profile: 'Of the shared AWS config on this machine: keys, single sign-on, a role, a process.',
  keys: 'Held in memory until Spoor is closed. They are written nowhere, and never come back to this page.',
  anonymous: 'Requests are not signed: for public buckets.',
} as const;

/** Where the trail lies and how to sign in, tried step by step. */
export function SignInStep({ form, onChange, isPlaceFixed = false, onConnected }: SignInStepProps) {
  const profiles = useProfiles();
  const [isTrying, setIsTrying] = useState(false);
  const [result, setResult] = useState<ConnectResult | null>(null);
  const [error, setError] = useState<unknown>(null);
  const set = (part: Partial<SignInForm>): void => onChange({ ...form, ...part });
  const missing = missingIn(form);
  const asksMfa = result?.kind === 'mfa';

  const connect = async (): Promise<void> => {
    setIsTrying(true);
    setError(null);
    try {
      const mfaCode = form.mfaCode.trim() === '' ? null : form.mfaCode.trim();
      const request = {
        place: placeOf(form),
        signIn: signInOf(form),
        mfaCode,
        caFile: form.caFile?.token ?? null,
      };
      const answer = await currentHost().call('s3.connect', request);
      setResult(answer);
      if (answer.kind !== 'connected') {
        // A code is good for one try.
        set({ mfaCode: '' });
        return;
      }
      onChange(withoutSecrets(form));
      onConnected(answer);
    } catch (failure) {
      setError(failure);
    } finally {
      setIsTrying(false);
    }
  };

  return (
    <form
      className={styles.step}
      onSubmit={(event) => {
        event.preventDefault();
        if (missing === null && !isTrying) runInBackground(connect);
      }}
    >
      <TextField
        label="Where the trail lies"
        hint="s3://bucket/prefix, or the address of the bucket in a browser. The prefix may be left out."
        placeholder="s3://my-trail-bucket/prefix"
        isMono
        data-autofocus
        readOnly={isPlaceFixed}
        value={form.address}
        onChange={(event) => set({ address: event.target.value })}
      />
      <fieldset className={styles.group}>
        <legend>Sign in</legend>
        <Segmented label="How to sign in" value={form.way} options={ways} onChange={(way) => set({ way })} />
        <p className={styles.hint}>{wayHints[form.way]}</p>
        {form.way === 'profile' ? (
          <ProfileField profiles={profiles} value={form.profile} onChange={(profile) => set({ profile })} />
        ) : null}
        {form.way === 'keys' ? (
          <div className={styles.pair}>
            <TextField
              label="Access key"
              isMono
              autoComplete="off"
              value={form.accessKeyId}
              onChange={(event) => set({ accessKeyId: event.target.value })}
            />
            <TextField
              label="Secret access key"
              type="password"
              isMono
              autoComplete="off"
              value={form.secretAccessKey}
              onChange={(event) => set({ secretAccessKey: event.target.value })}
            />
            <TextField
              label="Session token, if there is one"
              type="password"
              isMono
              autoComplete="off"
              value={form.sessionToken}
              onChange={(event) => set({ sessionToken: event.target.value })}
            />
          </div>
        ) : null}
      </fieldset>
      <details className={styles.more}>
        <summary>Region, endpoint, certificates</summary>
        <div className={styles.pair}>
          <TextField
            label="Region"
            hint="Left out, the bucket is asked."
            isMono
            placeholder="eu-west-1"
            value={form.region}
            onChange={(event) => set({ region: event.target.value })}
          />
          <TextField
            label="Endpoint"
            hint="For a service that is not AWS’s own."
            isMono
            placeholder="https://s3.example.org"
            value={form.endpoint}
            onChange={(event) => set({ endpoint: event.target.value })}
          />
          <TextField
            label="Expected owner"
            hint="An account; a bucket of anybody else is refused."
            isMono
            placeholder="111122223333"
            value={form.expectedOwner}
            onChange={(event) => set({ expectedOwner: event.target.value })}
          />
          <div className={styles.boxes}>
            <Checkbox
              label="Bucket in the path"
              checked={form.pathStyle}
              onChange={(event) => set({ pathStyle: event.target.checked })}
            />
            <Checkbox
              label="I pay for the requests"
              checked={form.requesterPays}
              onChange={(event) => set({ requesterPays: event.target.checked })}
            />
            <div className={styles.file}>
              <Button size="small" onClick={() => chooseCertificates(set)}>
                Certificates…
              </Button>
              <span className={styles.hint}>{form.caFile?.name ?? 'of a private authority (PEM)'}</span>
            </div>
          </div>
        </div>
      </details>
      {asksMfa ? (
        <TextField
          label={`Code of ${visibleText(result.serial)}`}
          isMono
          inputMode="numeric"
          maxLength={8}
          value={form.mfaCode}
          onChange={(event) => set({ mfaCode: event.target.value })}
        />
      ) : null}
      {error === null ? null : <ErrorNote error={error} />}
      {result === null || result.kind === 'mfa' ? null : <ChecksList checks={result.checks} />}
      <div className={styles.actions}>
        <p className={styles.hint} role="status">
          {isTrying ? <Spinner label="Signing in" /> : (missing ?? '')}
        </p>
        <Button type="submit" variant="primary" disabled={missing !== null || isTrying}>
          {isPlaceFixed ? 'Sign in' : 'Look what lies there'}
        </Button>
      </div>
    </form>
  );
}

async function chooseCertificates(set: (part: Partial<SignInForm>) => void): Promise<void> {
  const picked = await pick('certificates');
  const [file] = picked?.grants ?? [];
  if (file !== undefined) set({ caFile: { token: file.token, name: file.name } });
}

function ProfileField({
  profiles,
  value,
  onChange,
}: {
  readonly profiles: readonly ProfileInfo[] | null;
  readonly value: string;
  readonly onChange: (profile: string) => void;
}) {
  if (profiles === null) return <Spinner label="Reading the profiles" />;
  if (profiles.length === 0)
    return <p className={styles.hint}>The shared AWS config on this machine has no profile.</p>;
  return (
    <ul className={styles.profiles}>
      {profiles.map(({ name, way, region, mfaSerial }) => (
        <li key={name}>
          <label className={styles.profile}>
            <input type="radio" name="profile" checked={name === value} onChange={() => onChange(name)} />
            <b>{visibleText(name)}</b>
            <span className={styles.hint}>
              {[wayNames[way], region, mfaSerial === null ? null : 'asks for a code']
                .filter((part) => part !== null)
                .join(' · ')}
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}

const wayNames: Readonly<Record<ProfileInfo['way'], string>> = {
  keys: 'keys',
  sso: 'single sign-on',
  assumeRole: 'a role',
  process: 'a process',
  webIdentity: 'web identity',
  other: 'another way',
};

/** Null until they are read; none where they cannot be. */
function useProfiles(): readonly ProfileInfo[] | null {
  const [profiles, setProfiles] = useState<readonly ProfileInfo[] | null>(null);
  useEffect(() => {
    const left = new AbortController();
    currentHost()
      .call('s3.profiles', {}, left.signal)
      .then(setProfiles, () => {
        if (!left.signal.aborted) setProfiles([]);
      });
    return () => left.abort();
  }, []);
  return profiles;
}
