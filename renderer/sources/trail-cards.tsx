import type { ReactNode } from 'react';
import type { PublicKeyInfo, TrailInfo } from '../../electron/contract/s3.ts';
import { formatCounted } from '../format/number.ts';
import { formatMoment } from '../format/time.ts';
import { visibleText } from '../format/visible-text.ts';
import { useView } from '../state/view.ts';
import { Badge } from '../ui/badge.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import styles from './sources.module.css';

/** What each trail says of itself, from the newest answers in the case; below them the keys of their digests. */
export function TrailCards({
  trails,
  publicKeys,
}: {
  readonly trails: readonly TrailInfo[];
  readonly publicKeys: readonly PublicKeyInfo[];
}) {
  if (trails.length === 0 && publicKeys.length === 0)
    return (
      <EmptyState title="No trail has said anything yet">
        <p>
          A sync asks the trails that deliver to its bucket, where that is permitted. Or import what the AWS
          CLI prints:
        </p>
        <pre className={styles.commands}>
          {[
            'aws cloudtrail describe-trails > trails.json',
            'aws cloudtrail get-event-selectors --trail-name ARN > selectors.json',
            'aws cloudtrail list-public-keys --start-time 2026-03-01 > keys.json',
          ].join('\n')}
        </pre>
      </EmptyState>
    );
  return (
    <div className={styles.cards}>
      {trails.map((trail) => (
        <TrailCard key={`${trail.arn ?? ''} ${trail.name}`} trail={trail} />
      ))}
      {publicKeys.length === 0 ? null : <Keys publicKeys={publicKeys} />}
    </div>
  );
}

function TrailCard({ trail }: { readonly trail: TrailInfo }) {
  const zone = useView((state) => state.zone);
  const moment = (ms: number | null): string | null => (ms === null ? null : formatMoment(ms, zone));
  return (
    <article className={styles.card}>
      <header className={styles.cardHead}>
        <h2>{visibleText(trail.name)}</h2>
        {trail.isLogging === false ? <Badge tone="fail">not logging</Badge> : null}
        {trail.validates === false ? (
          <Badge
            tone="warn"
            title="Without digests nothing proves that the files are as they were delivered."
          >
            no validation
          </Badge>
        ) : null}
        <span className={styles.gap} />
        <span className={styles.hint}>
          {trail.from === 'aws' ? 'asked' : 'from a file'} {moment(trail.takenAtMs)}
        </span>
      </header>
      <dl className={styles.facts}>
        <Fact name="ARN" value={trail.arn} isMono />
        <Fact name="Home region" value={trail.homeRegion} isMono />
        <Fact name="Bucket" value={trail.bucket} isMono />
        <Fact name="Prefix" value={trail.prefix} isMono />
        <Fact name="Reach" value={reachOf(trail)} />
        <Fact name="Logging since" value={moment(trail.loggingSinceMs)} />
        <Fact name="Last delivery" value={moment(trail.latestDeliveryMs)} />
        <Fact name="Delivery error" value={trail.latestDeliveryError} />
        <Fact name="Validation" value={trail.validates === null ? null : trail.validates ? 'on' : 'off'} />
        <Fact name="KMS key" value={trail.kmsKey} isMono />
        <Fact name="SNS topic" value={trail.snsTopic} isMono />
        <Fact name="Log group" value={trail.logGroup} isMono />
        <Fact name="Logs" value={listOf(trail.selectorWords)} />
        <Fact name="Insights" value={listOf(trail.insightWords)} />
        <Fact
          name="Tags"
          value={listOf(
            trail.tags?.map(({ key, value }) => (value === '' ? key : `${key} = ${value}`)) ?? null,
          )}
        />
      </dl>
      {trail.problems.length === 0 ? null : (
        <ul className={styles.problems} aria-label="What could not be asked">
          {trail.problems.map((problem) => (
            <li key={problem}>{visibleText(problem)}</li>
          ))}
        </ul>
      )}
    </article>
  );
}

function reachOf({ isMultiRegion, isOrganization }: TrailInfo): string | null {
  if (isMultiRegion === null && isOrganization === null) return null;
  const regions = isMultiRegion === true ? 'all regions' : 'one region';
  return isOrganization === true ? `the organization, ${regions}` : `one account, ${regions}`;
}

function listOf(lines: readonly string[] | null): ReactNode {
  if (lines === null || lines.length === 0) return null;
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{visibleText(line)}</li>
      ))}
    </ul>
  );
}

/** Nothing where the trail does not say. */
function Fact({
  name,
  value,
  isMono = false,
}: {
  readonly name: string;
  readonly value: ReactNode;
  readonly isMono?: boolean;
}) {
  if (value === null) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd className={isMono ? styles.mono : undefined}>
        {typeof value === 'string' ? visibleText(value) : value}
      </dd>
    </>
  );
}

/** The keys on one axis of time: a digest can be verified where a bar covers it. */
function Keys({ publicKeys }: { readonly publicKeys: readonly PublicKeyInfo[] }) {
  const zone = useView((state) => state.zone);
  const from = Math.min(...publicKeys.map(({ validFromMs }) => validFromMs));
  const until = Math.max(...publicKeys.map(({ validUntilMs }) => validUntilMs));
  const whole = Math.max(1, until - from);
  return (
    <section className={styles.card} aria-label="Public keys">
      <header className={styles.cardHead}>
        <h2>Public keys</h2>
        <span className={styles.hint}>
          {formatCounted(publicKeys.length, 'key')}, to verify digests without a network
        </span>
      </header>
      <ul className={styles.keys}>
        {publicKeys.map(({ fingerprint, region, validFromMs, validUntilMs }) => (
          <li key={`${fingerprint} ${region ?? ''}`} className={styles.key}>
            <span className={styles.mono}>{visibleText(fingerprint)}</span>
            <span className={styles.hint}>{region}</span>
            <span
              className={styles.track}
              title={`${formatMoment(validFromMs, zone)} to ${formatMoment(validUntilMs, zone)}`}
            >
              <i
                style={{
                  marginLeft: `${((validFromMs - from) / whole) * 100}%`,
                  width: `${Math.max(0.5, ((validUntilMs - validFromMs) / whole) * 100)}%`,
                }}
              />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
