import type { Random } from './random.ts';

type Json = Readonly<Record<string, unknown>>;

/** Who makes a call, as the record says it. */
export interface Caller {
  readonly account: string;
  readonly identity: Json;
  /** `sourceIPAddress`. */
  readonly ip: string;
  readonly agent: string;
}

export interface Place {
  readonly ip: string;
  readonly agent: string;
}

/** An IAM user, with a long-lived key or (without) in the console. */
export function iamUser(account: string, name: string, key: string | null, place: Place): Caller {
  const identity = {
    type: 'IAMUser',
    principalId: principalOf('AIDA', name),
    arn: `arn:aws:iam::${account}:user/${name}`,
    accountId: account,
    ...(key === null ? {} : { accessKeyId: key }),
    userName: name,
  };
  return { account, identity, ...place };
}

export interface Session {
  readonly role: string;
  readonly session: string;
  /** The temporary key, ASIA…. */
  readonly key: string;
  readonly createdMs: number;
  readonly mfa?: boolean;
}

/** Somebody who has assumed a role of `account`. */
export function assumedRole(
  account: string,
  { role, session, key, createdMs, mfa = false }: Session,
  place: Place,
): Caller {
  const issuer = principalOf('AROA', role);
  const identity = {
    type: 'AssumedRole',
    principalId: `${issuer}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    accessKeyId: key,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: issuer,
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: role,
      },
      attributes: { creationDate: isoSeconds(createdMs), mfaAuthenticated: String(mfa) },
    },
  };
  return { account, identity, ...place };
}

/** A service that acts for itself: `config.amazonaws.com`. */
export function service(account: string, name: string): Caller {
  return { account, identity: { type: 'AWSService', invokedBy: name }, ip: name, agent: name };
}

/** An account seen from another one: what the other side of a cross-account call writes. */
export function otherAccount(account: string, from: string, principalId: string, place: Place): Caller {
  return { account, identity: { type: 'AWSAccount', principalId, accountId: from }, ...place };
}

/** A new temporary key id. */
export function temporaryKey(random: Random): string {
  return `ASIA${random.capitals(16)}`;
}

/** As CloudTrail writes times: whole seconds of UTC. */
export function isoSeconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

/** The same name always has the same id: 17 letters made from it. */
function principalOf(prefix: string, name: string): string {
  let state = 7;
  let text = '';
  for (let n = 0; n < 17; n++) {
    state = (Math.imul(state, 31) + (name.codePointAt(n % name.length) ?? 0) + n) >>> 0;
    text += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[(state >>> 5) % 32] ?? 'A';
  }
  return prefix + text;
}
