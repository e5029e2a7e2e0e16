import { useState } from 'react';
import type { CaseInfo, SourceInfo } from '../../electron/contract/api.ts';
import type { FollowBy, SyncRecord } from '../../electron/contract/s3.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { formatMoment } from '../format/time.ts';
import { visibleText } from '../format/visible-text.ts';
import { currentHost } from '../state/host.ts';
import { isRunning, useJobs } from '../state/jobs.ts';
import { runInBackground } from '../state/toasts.ts';
import { useView } from '../state/view.ts';
import { choiceWords } from '../sync/choice.ts';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { FollowDialog } from './follow-dialog.tsx';
import { SignInDialog } from './sign-in-dialog.tsx';
import styles from './sources.module.css';

const tones: Readonly<Record<SyncRecord['outcome'], Tone>> = {
  running: 'accent',
  done: 'neutral',
  cancelled: 'warn',
  interrupted: 'warn',
  failed: 'fail',
};

type Wish = { readonly kind: 'again' } | { readonly kind: 'follow'; readonly by: FollowBy };

/** One bucket: what was brought and when, and how to bring what is new. */
export function SourceSyncs({
  caseInfo,
  source,
  syncs,
}: {
  readonly caseInfo: CaseInfo;
  readonly source: SourceInfo;
  readonly syncs: readonly SyncRecord[];
}) {
  const zone = useView((state) => state.zone);
  const isBusy = useJobs((state) => state.jobs.some((job) => job.case === caseInfo.case && isRunning(job)));
  const [isFollowing, setIsFollowing] = useState(false);
  /** What is to be done once somebody has signed in. */
  const [pending, setPending] = useState<Wish | null>(null);
  const [error, setError] = useState<unknown>(null);
  const canWrite = caseInfo.access === 'write' && !isBusy;

  const start = async (wish: Wish, connection: string | null): Promise<void> => {
    setError(null);
    const request = { case: caseInfo.case, source: source.id, connection };
    try {
      if (wish.kind === 'again') await currentHost().call('sync.again', request);
      else await currentHost().call('follow.start', { ...request, by: wish.by });
      setPending(null);
    } catch (failure) {
      const isSignIn = failure instanceof Error && 'code' in failure && failure.code === 'not-allowed';
      if (isSignIn && connection === null) setPending(wish);
      else setError(failure);
    }
  };

  return (
    <section className={styles.source} aria-label={source.label}>
      <header className={styles.sourceHead}>
        <h2>{visibleText(source.label)}</h2>
        <span className={styles.hint}>{formatCounted(source.files, 'file')}</span>
        <span className={styles.gap} />
        <Button size="small" disabled={!canWrite} onClick={() => setIsFollowing(true)}>
          Follow…
        </Button>
        <Button size="small" disabled={!canWrite} onClick={() => start({ kind: 'again' }, null)}>
          Sync again
        </Button>
      </header>
      {error === null ? null : <ErrorNote error={error} />}
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Begun</th>
              <th scope="col">What</th>
              <th scope="col" className={styles.number}>
                Listed
              </th>
              <th scope="col" className={styles.number}>
                Brought
              </th>
              <th scope="col" className={styles.number}>
                Known
              </th>
              <th scope="col" className={styles.number}>
                Not had
              </th>
              <th scope="col" className={styles.number}>
                Changed
              </th>
              <th scope="col" className={styles.number}>
                Bytes
              </th>
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {syncs.map((sync) => (
              <tr key={sync.sync}>
                <td>{formatMoment(sync.startedAtMs, zone)}</td>
                <td>{visibleText(choiceWords(sync.choice))}</td>
                <td className={styles.number}>{formatCount(sync.listed)}</td>
                <td className={styles.number}>{formatCount(sync.fetched)}</td>
                <td className={styles.number}>{formatCount(sync.known)}</td>
                <td className={styles.number}>
                  {sync.notFetched === 0 ? 0 : <Badge tone="fail">{formatCount(sync.notFetched)}</Badge>}
                </td>
                <td className={styles.number}>
                  {sync.changed === 0 ? 0 : <Badge tone="fail">{formatCount(sync.changed)}</Badge>}
                </td>
                <td className={styles.number}>{formatBytes(sync.bytes)}</td>
                <td>
                  {sync.outcome === 'done' ? (
                    'done'
                  ) : (
                    <Badge tone={tones[sync.outcome]}>{sync.outcome}</Badge>
                  )}
                  {sync.error === null ? null : <p className={styles.hint}>{visibleText(sync.error)}</p>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {isFollowing ? (
        <FollowDialog
          onClose={() => setIsFollowing(false)}
          onFollow={(by) => {
            setIsFollowing(false);
            runInBackground(() => start({ kind: 'follow', by }, null));
          }}
        />
      ) : null}
      {pending === null || source.bucket === null ? null : (
        <SignInDialog
          place={source.bucket}
          onClose={() => setPending(null)}
          onConnected={(connection) => start(pending, connection)}
        />
      )}
    </section>
  );
}
