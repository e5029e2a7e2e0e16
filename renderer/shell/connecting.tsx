import { reconnect } from '../start.ts';
import { useHost } from '../state/host.ts';
import { runInBackground } from '../state/toasts.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Spinner } from '../ui/spinner.tsx';
import styles from './connecting.module.css';
import { TrackMark } from './track-mark.tsx';

/** Before the first connection: a mark, and after a failure its reason. */
export function Connecting() {
  const { isConnecting, failure } = useHost();
  return (
    <main className={styles.page}>
      <div className={styles.mark}>
        <TrackMark size={40} />
      </div>
      {isConnecting || failure === null ? (
        <Spinner label="Connecting to Spoor's engine" />
      ) : (
        <div>
          <ErrorState error={failure} onRetry={() => runInBackground(reconnect)} />
        </div>
      )}
    </main>
  );
}
