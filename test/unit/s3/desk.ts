import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import type { BucketPlace, ConnectionCheck, ConnectResult, SignIn } from '../../../electron/contract/s3.ts';
import { Connections, type ConnectRequest } from '../../../electron/engine/connections.ts';
import { type FaultS3, type FaultS3Options, startFaultS3 } from '../../support/fault-s3.ts';
import { placeAt, reader, session, signal } from './place.ts';

export const key = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/01/a.json.gz';
export const keys: SignIn = {
  kind: 'keys',
  accessKeyId: reader.accessKeyId,
  secretAccessKey: reader.secretAccessKey,
  sessionToken: null,
};
export const sessionKeys: SignIn = {
  kind: 'keys',
  accessKeyId: session.accessKeyId,
  secretAccessKey: session.secretAccessKey,
  sessionToken: session.sessionToken ?? null,
};

/** A bucket, nobody signed in yet, and an environment without credentials. */
export interface Desk {
  readonly server: FaultS3;
  readonly connections: Connections;
  /** A folder of the test's own. */
  readonly folder: string;
  start(options?: FaultS3Options): Promise<void>;
  request(signIn: SignIn, change?: Partial<BucketPlace>): ConnectRequest;
  connect(signIn: SignIn, change?: Partial<BucketPlace>): Promise<ConnectResult>;
  /** Writes the shared config of this test. */
  writeConfig(text: string): void;
}

/** Prepares one for each test of the file that calls it. */
export function prepareDesk(): Desk {
  let server: FaultS3 | undefined;
  let connections = new Connections();
  let folder = '';
  const running = () => {
    if (server === undefined) throw new Error('Start the server first.');
    return server;
  };
  const request = (signIn: SignIn, change: Partial<BucketPlace> = {}) => {
    return { place: placeAt(running().url, change), signIn, mfaCode: null, caPem: null };
  };
  beforeEach(() => {
    connections = new Connections({ firstWaitMs: 0 });
    folder = mkdtempSync(path.join(tmpdir(), 'spoor-aws-'));
    for (const name of ['ACCESS_KEY_ID', 'SECRET_ACCESS_KEY', 'SESSION_TOKEN', 'PROFILE', 'REGION']) {
      vi.stubEnv(`AWS_${name}`, '');
    }
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_CONFIG_FILE', path.join(folder, 'nowhere'));
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', path.join(folder, 'nowhere'));
    vi.stubEnv('HOME', folder);
    vi.stubEnv('USERPROFILE', folder);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    connections.dispose();
    rmSync(folder, { recursive: true, force: true });
    await server?.stop();
  });
  return {
    get server() {
      return running();
    },
    get connections() {
      return connections;
    },
    get folder() {
      return folder;
    },
    async start(options = {}) {
      server = await startFaultS3({
        credentials: [reader, session],
        objects: [{ key, body: 'x' }],
        ...options,
      });
    },
    request,
    connect: (signIn, change) => connections.connect(request(signIn, change), signal),
    writeConfig(text) {
      writeFileSync(path.join(folder, 'config'), text);
      vi.stubEnv('AWS_CONFIG_FILE', path.join(folder, 'config'));
    },
  };
}

export function statesOf(result: ConnectResult): string[] {
  return result.kind === 'mfa' ? [] : result.checks.map(({ check, state }) => `${check} ${state}`);
}

export function checkOf(result: ConnectResult, name: string): ConnectionCheck | undefined {
  return result.kind === 'mfa' ? undefined : result.checks.find(({ check }) => check === name);
}

export function tokenOf(result: ConnectResult): string {
  if (result.kind === 'connected') return result.connection;
  throw new Error(`Not connected: ${JSON.stringify(result)}`);
}
