import { isIP } from 'node:net';
import { generate } from 'selfsigned';

export interface Certificate {
  readonly key: string;
  /** Of a server, and of the authority that it is trusted by: its own. */
  readonly cert: string;
}

/** A new certificate for some names and addresses; nothing of it is kept anywhere. */
export async function certificateFor(hosts: readonly string[]): Promise<Certificate> {
  const altNames = hosts.map((host) =>
    isIP(host) === 0 ? ({ type: 2, value: host } as const) : ({ type: 7, ip: host } as const),
  );
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Spoor test authority' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { key, cert };
}
