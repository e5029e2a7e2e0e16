import { randomBytes } from 'node:crypto';
import { AppError } from '../contract/errors.ts';
import type { BucketPlace, ConnectResult, SignIn } from '../contract/s3.ts';
import type { Bucket } from './sources/s3/bucket.ts';
import { type ConnectionSpec, sealedKeys } from './sources/s3/connection-spec.ts';
import type { CredentialsProvider } from './sources/s3/credentials.ts';
import type { Connecting } from './sources/s3/http-agents.ts';
import type { RetryOptions } from './sources/s3/retry.ts';
import { type OpenOptions, openBucket } from './sources/s3/s3-client.ts';
import { type TryOptions, tryConnection } from './sources/s3/try-connection.ts';

export interface ConnectRequest {
  readonly place: BucketPlace;
  readonly signIn: SignIn;
  readonly mfaCode: string | null;
  /** What the file of `caFile` holds. */
  readonly caPem: string | null;
}

/** For tests: a first wait of nothing. */
export type ConnectionsOptions = Partial<RetryOptions> & Pick<Connecting, 'timeoutMs'>;

/** A sign-in without a secret. */
export type SavedSignIn = Exclude<SignIn, { kind: 'keys' }>;

interface Kept {
  readonly place: BucketPlace;
  readonly region: string;
  readonly identity: string | null;
  readonly signIn: SavedSignIn | null;
  readonly signInKind: SignIn['kind'];
  readonly caPem: string | null;
  readonly credentials: CredentialsProvider | null;
}

/** A place that somebody has signed in to. What it signs in with is in no property of it. */
export class Connection {
  readonly #kept: Kept;
  readonly #opened: Set<Bucket>;

  constructor(kept: Kept, opened: Set<Bucket>) {
    this.#kept = kept;
    this.#opened = opened;
  }

  get place(): BucketPlace {
    return this.#kept.place;
  }

  /** The bucket's own. */
  get region(): string {
    return this.#kept.region;
  }

  /** An ARN; null when anonymous or not known. */
  get identity(): string | null {
    return this.#kept.identity;
  }

  /** How to sign in again; null for typed keys, which are nowhere but in memory. */
  get signIn(): SavedSignIn | null {
    return this.#kept.signIn;
  }

  get signInKind(): SignIn['kind'] {
    return this.#kept.signInKind;
  }

  get caPem(): string | null {
    return this.#kept.caPem;
  }

  /** For other clients of AWS; null when anonymous. */
  get credentials(): CredentialsProvider | null {
    return this.#kept.credentials;
  }

  /** A bucket of the caller's own, to be closed by it; at the latest it is closed with all connections. */
  bucket(options: Partial<OpenOptions> = {}): Bucket {
    const { place, region, caPem, credentials } = this.#kept;
    const bucket = openBucket(place, { ...options, region, caPem, credentials });
    const opened = this.#opened;
    opened.add(bucket);
    return {
      ...bucket,
      close: () => {
        opened.delete(bucket);
        bucket.close();
      },
    };
  }

  /** What a thread needs to open the bucket, with the keys of this moment. @throws the provider's error */
  async spec(): Promise<ConnectionSpec> {
    const { place, region, caPem, credentials } = this.#kept;
    if (credentials === null) return { place, region, caPem, keys: null, expiresAtMs: null };
    const keys = await credentials();
    const expiresAtMs = keys.expiration?.getTime() ?? null;
    return { place, region, caPem, keys: sealedKeys(keys), expiresAtMs };
  }
}

/** What was signed in to in this run of the engine, in memory only. */
export class Connections {
  readonly #connections = new Map<string, Connection>();
  readonly #opened = new Set<Bucket>();
  readonly #options: ConnectionsOptions;

  constructor(options: ConnectionsOptions = {}) {
    this.#options = options;
  }

  /** Signs in, and tries the place step by step. What fails is in the result. @throws the signal's reason */
  async connect(request: ConnectRequest, signal: AbortSignal): Promise<ConnectResult> {
    const options: TryOptions = this.#options;
    const tried = await tryConnection(request, options, signal);
    if (tried.kind !== 'connected') return tried;
    const { place, signIn, caPem } = request;
    const { checks, region, identity, credentials } = tried;
    const token = randomBytes(18).toString('base64url');
    const saved = signIn.kind === 'keys' ? null : signIn;
    const kept = { place, region, identity, signIn: saved, signInKind: signIn.kind, caPem, credentials };
    this.#connections.set(token, new Connection(kept, this.#opened));
    return { kind: 'connected', connection: token, checks, region, identity };
  }

  /** @throws AppError `not-found` for a token of another run, or none of ours. */
  get(token: string): Connection {
    const connection = this.#connections.get(token);
    if (connection !== undefined) return connection;
    throw new AppError('not-found', 'This sign-in is not known any more.', { advice: 'Sign in again.' });
  }

  connectionSpec(token: string): Promise<ConnectionSpec> {
    return this.get(token).spec();
  }

  /** Forgets everything, and ends what is under way. */
  dispose(): void {
    for (const bucket of this.#opened) bucket.close();
    this.#opened.clear();
    this.#connections.clear();
  }
}
