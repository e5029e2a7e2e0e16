import { createHash } from 'node:crypto';
import type { CoverageMap, VerifiedObject } from '../../../electron/contract/integrity.ts';
import type { Database } from '../../../electron/engine/case/driver.ts';
import { keepVerification } from '../../../electron/engine/case/verdicts.ts';
import type { CheckSummary, VerdictRow } from '../../../electron/engine/integrity/check-task.ts';
import type { ReportFacts } from '../../../electron/engine/report/report-facts.ts';
import { addObject, addSource } from '../case/builders.ts';

export const dayMs = Date.UTC(2026, 0, 2);
export const hourMs = 3_600_000;

const series = {
  account: '111122223333',
  region: 'eu-west-1',
  trail: 'main',
  homeRegion: 'eu-west-1',
  organization: null,
  isBackfill: false,
};

export function aSummary(overrides: Partial<CheckSummary> = {}): CheckSummary {
  return {
    elapsedMs: 812,
    version: '0.4.0',
    choice: { fromMs: null, untilMs: null, accounts: [], regions: [], trails: [] },
    overall: 'tampered',
    digests: { total: 4, by: { proven: 3, unsigned: 1 } },
    logs: { total: 8, by: { proven: 5, altered: 1, unsigned: 2 } },
    series: [
      {
        ...series,
        digests: { total: 4, by: { proven: 3, unsigned: 1 } },
        fromMs: dayMs,
        untilMs: dayMs + 4 * hourMs,
      },
    ],
    gaps: [{ ...series, fromMs: dayMs + 4 * hourMs, untilMs: dayMs + 6 * hourMs, kind: 'missing' }],
    keys: [
      {
        fingerprint: '0123456789abcdef0123456789abcdef',
        origin: 'aws',
        region: 'eu-west-1',
        validFromMs: dayMs,
        validUntilMs: dayMs + 400 * 24 * hourMs,
        fault: null,
      },
    ],
    bytes: 44_100_000,
    ...overrides,
  };
}

export function aVerdict(overrides: Partial<VerdictRow> = {}): VerdictRow {
  return {
    object: null,
    kind: 'log',
    verdict: 'altered',
    reason: 'hash-differs',
    how: null,
    bucket: 'acme-trail',
    key: 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02/a.json.gz',
    byObject: null,
    notes: [],
    account: '111122223333',
    region: 'eu-west-1',
    series: null,
    fromMs: dayMs,
    untilMs: dayMs,
    logCount: null,
    isAsked: true,
    ...overrides,
  };
}

/** Keeps a check of these objects in a case. */
export function keepCheck(
  db: Database,
  rows: readonly VerdictRow[],
  summary: Partial<CheckSummary> = {},
): void {
  const lastObject = addObject(db, addSource(db));
  const result = { summary: aSummary(summary), rows, lastObject, keyCount: 0 };
  keepVerification(db, result, dayMs + 8 * hourMs);
}

export function anException(overrides: Partial<VerifiedObject> = {}): VerifiedObject {
  return {
    kind: 'log',
    object: 3,
    bucket: 'acme-trail',
    key: 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02/a.json.gz',
    caseKey: null,
    verdict: 'altered',
    how: null,
    reason: 'hash-differs',
    sentence: 'Its content is not what the digest names.',
    settle: 'Fetch it again.',
    byKey: 'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/d.json.gz',
    notes: [],
    account: '111122223333',
    region: 'eu-west-1',
    fromMs: dayMs,
    untilMs: dayMs,
    events: 31,
    ...overrides,
  };
}

export function aMap(overrides: Partial<CoverageMap> = {}): CoverageMap {
  const cells = (['proven', 'provenEmpty', 'altered', 'digestMissing'] as const).map((state) => ({
    ...{ state, files: 2, events: 9, isPartlyIndexed: false },
  }));
  return {
    ...{ fromMs: dayMs, untilMs: dayMs + 4 * hourMs, stepMs: hourMs, unplacedFiles: 0 },
    ...{ isVerified: true, isComplete: false },
    rows: [{ account: '111122223333', region: 'eu-west-1', files: 8, events: 36, cells }],
    ...overrides,
  };
}

export function someFacts(overrides: Partial<ReportFacts> = {}): ReportFacts {
  const none = { partly: 0, empty: 0, notCloudTrail: 0, damaged: 0, tooLarge: 0, notFetched: 0 };
  return {
    caseName: 'review.spoor',
    version: '0.4.0',
    writtenAtMs: dayMs + 9 * hourMs,
    verification: { ...aSummary(), id: 1, atMs: dayMs + 8 * hourMs, isCurrent: true, isKept: true },
    chains: [{ signature: 1, 'previous-signature': 2, 'hash-chain': 0 }],
    coverage: aMap(),
    custody: {
      ...{ ok: true, brokenAt: null, rows: 3, head: createHash('sha256').digest('hex') },
      evidence: { ok: true, brokenAt: null, files: 12, unsealed: 0 },
    },
    sources: [{ id: 1, kind: 'folder', label: 'logs', addedAtMs: dayMs, files: 12, bucket: null }],
    files: { seen: 12, read: 12, alreadyPresent: 0, ...none },
    events: 36,
    exceptions: 1,
    ...overrides,
  };
}
