import { isObject, type JsonObject } from './json.ts';
import { textOf } from './text-of.ts';

/** Who made a call, in the words of the fields; null is missing. */
export interface Identity {
  readonly actor: string | null;
  readonly identity: string | null;
  readonly identitytype: string | null;
  readonly user: string | null;
  readonly role: string | null;
  readonly session: string | null;
  readonly key: string | null;
  readonly mfa: string | null;
  readonly account: string | null;
  readonly issuerAccount: string | null;
}

export const noIdentity: Identity = {
  actor: null,
  identity: null,
  identitytype: null,
  user: null,
  role: null,
  session: null,
  key: null,
  mfa: null,
  account: null,
  issuerAccount: null,
};

const nothing: JsonObject = {};

/** Reads userIdentity, which may be null, without a type, or something else entirely. */
export function identityOf(value: unknown): Identity {
  if (!isObject(value)) return noIdentity;
  const context = objectAt(value, 'sessionContext');
  const issuer = objectAt(context, 'sessionIssuer');
  const attributes = objectAt(context, 'attributes');
  const type = textOf(value.type);
  const arn = textOf(value.arn);
  const principal = textOf(value.principalId);
  const user = textOf(value.userName);
  const invokedBy = textOf(value.invokedBy);
  const account = textOf(value.accountId);
  const isRole = type === 'AssumedRole' || type === 'Role' || (arn?.includes(':assumed-role/') ?? false);
  const role = roleOf(isRole, arn, textOf(issuer.userName), textOf(issuer.type));
  const session = isRole ? sessionOf(arn, principal) : null;
  const words = { type, arn, principal, user, invokedBy, account, role, session };
  return {
    actor: actorOf(words),
    identity: arn,
    identitytype: type,
    user,
    role,
    session,
    key: textOf(value.accessKeyId),
    mfa: textOf(attributes.mfaAuthenticated)?.toLowerCase() ?? null,
    account,
    issuerAccount: textOf(issuer.accountId),
  };
}

interface Words {
  readonly type: string | null;
  readonly arn: string | null;
  readonly principal: string | null;
  readonly user: string | null;
  readonly invokedBy: string | null;
  readonly account: string | null;
  readonly role: string | null;
  readonly session: string | null;
}

function actorOf(words: Words): string | null {
  const { type, arn, principal, user, invokedBy, account, role, session } = words;
  const last = user ?? tail(arn) ?? invokedBy ?? principal;
  switch (type) {
    case 'Root':
      return 'root';
    case 'AWSService':
      return invokedBy ?? last;
    case 'AWSAccount':
      return account ?? principal ?? last;
    case 'FederatedUser':
    case 'SAMLUser':
    case 'WebIdentityUser':
    case 'IdentityCenterUser':
    case 'Directory':
      return user ?? tail(arn) ?? afterColon(principal) ?? last;
    default:
      if (role !== null && session !== null) return `${role} / ${session}`;
      return role !== null && user === null ? role : last;
  }
}

/** `arn:aws:sts::111122223333:assumed-role/ROLE/SESSION`; else the role that the session was issued from. */
function roleOf(
  isRole: boolean,
  arn: string | null,
  issuer: string | null,
  issuerType: string | null,
): string | null {
  if (issuer !== null && (isRole || issuerType === 'Role')) return issuer;
  if (!isRole || arn === null) return null;
  const parts = arn.slice(arn.lastIndexOf(':') + 1).split('/');
  return (parts[0] === 'assumed-role' ? parts[1] : parts.at(-1)) || null;
}

/** The session name: last part of the ARN, or behind the colon of the principal id `AROA…:SESSION`. */
function sessionOf(arn: string | null, principal: string | null): string | null {
  const marker = arn?.indexOf(':assumed-role/') ?? -1;
  if (arn !== null && marker >= 0) {
    const rest = arn.slice(marker + ':assumed-role/'.length);
    const slash = rest.indexOf('/');
    if (slash >= 0 && slash < rest.length - 1) return rest.slice(slash + 1);
  }
  return principal?.includes(':') ? afterColon(principal) : null;
}

function tail(arn: string | null): string | null {
  if (arn === null) return null;
  return arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1) || null;
}

function afterColon(text: string | null): string | null {
  return text === null ? null : text.slice(text.indexOf(':') + 1) || null;
}

function objectAt(value: JsonObject, key: string): JsonObject {
  const child = value[key];
  return isObject(child) ? child : nothing;
}
