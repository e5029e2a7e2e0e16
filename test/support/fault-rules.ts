import type { FaultS3 } from './fault-s3.ts';

export type FaultOperation = 'list' | 'get' | 'headBucket' | 'location';

/** What goes wrong with a request. */
export type Fault =
  /** An answer with S3's error body; `fields` are further elements of it. */
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly code: string;
      readonly message?: string;
      readonly fields?: Readonly<Record<string, string>>;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is reset: before the answer, or after about half of the body. */
  | { readonly kind: 'reset'; readonly when: 'before' | 'inBody' }
  /** The body ends early and the connection is closed in an orderly way. */
  | { readonly kind: 'truncate' }
  /** The body is whole, and a byte in the middle is another. Length, ETag and checksum are those of the real one. */
  | { readonly kind: 'flip' }
  /** The checksum in the header fits other bytes. */
  | { readonly kind: 'wrongChecksum' }
  /** No answer until the client gives up, or the body stops in the middle. */
  | { readonly kind: 'hang'; readonly when: 'before' | 'inBody' }
  /** Something happens first (an object is replaced, removed, …); then the request is answered as ever. */
  | { readonly kind: 'first'; readonly run: (server: FaultS3) => void | Promise<void> };

/** Which requests a fault meets. A rule that has been used up is skipped; the first that fits is taken. */
export interface FaultRule {
  readonly operation?: FaultOperation;
  /** The key of a `get`, the prefix of a `list`; or what it begins with; or a test of it. */
  readonly key?: string;
  readonly keyPrefix?: string;
  readonly when?: (key: string) => boolean;
  /** So many of the requests that fit are let through first. */
  readonly after?: number;
  /** So many are met; all when absent. */
  readonly times?: number;
  readonly fault: Fault;
}

/** Faults that S3 is known for, by the name of what happens. */
export const faults = {
  accessDenied: { kind: 'error', status: 403, code: 'AccessDenied', message: 'Access Denied' },
  kmsDenied: {
    kind: 'error',
    status: 403,
    code: 'AccessDenied',
    message:
      'User: arn:aws:iam::111122223333:user/reader is not authorized to perform: kms:Decrypt on resource: ' +
      'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab because no identity-based policy allows the kms:Decrypt action',
  },
  slowDown: { kind: 'error', status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
  internalError: {
    kind: 'error',
    status: 500,
    code: 'InternalError',
    message: 'We encountered an internal error. Please try again.',
  },
  resetInBody: { kind: 'reset', when: 'inBody' },
  resetBefore: { kind: 'reset', when: 'before' },
  truncated: { kind: 'truncate' },
  flipped: { kind: 'flip' },
  wrongChecksum: { kind: 'wrongChecksum' },
  expiredToken: {
    kind: 'error',
    status: 400,
    code: 'ExpiredToken',
    message: 'The provided token has expired.',
  },
} as const satisfies Record<string, Fault>;

/** Counts which rule has met how many requests. */
export class FaultBook {
  readonly #rules: FaultRule[];
  readonly #seen = new Map<FaultRule, number>();

  constructor(rules: readonly FaultRule[]) {
    this.#rules = [...rules];
  }

  add(...rules: readonly FaultRule[]): void {
    this.#rules.push(...rules);
  }

  clear(): void {
    this.#rules.length = 0;
  }

  faultFor(operation: FaultOperation, key: string): Fault | null {
    for (const rule of this.#rules) {
      if (rule.operation !== undefined && rule.operation !== operation) continue;
      if (rule.key !== undefined && rule.key !== key) continue;
      if (rule.keyPrefix !== undefined && !key.startsWith(rule.keyPrefix)) continue;
      if (rule.when !== undefined && !rule.when(key)) continue;
      const seen = this.#seen.get(rule) ?? 0;
      this.#seen.set(rule, seen + 1);
      const after = rule.after ?? 0;
      if (seen >= after && seen < after + (rule.times ?? Number.POSITIVE_INFINITY)) return rule.fault;
    }
    return null;
  }
}
