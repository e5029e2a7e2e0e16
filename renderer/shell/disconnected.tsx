import { reconnect } from '../start.ts';
import { describeError } from '../state/errors.ts';
import { useHost } from '../state/host.ts';
import { runInBackground } from '../state/toasts.ts';
import { Button } from '../ui/button.tsx';
import styles from './disconnected.module.css';

/** The engine is gone: what is on the screen stays readable, nothing new can be asked. */
export function Disconnected({ failure }: { readonly failure: unknown }) {
  const isConnecting = useHost((state) => state.isConnecting);
  const isRestarting = useHost((state) => state.isRestarting);
  const { message, advice } = describeError(failure);
  if (isRestarting)
    return (
      <div className={styles.banner} role="alert">
        <p>
          <b>Spoor’s engine has stopped.</b> It is being started again; everything that was reported as done
          is kept.
        </p>
      </div>
    );
  return (
    <div className={styles.banner} role="alert">
      <p>
        <b>{message}</b> {advice}
      </p>
      <Button size="small" disabled={isConnecting} onClick={() => runInBackground(reconnect)}>
        {isConnecting ? 'Connecting…' : 'Connect again'}
      </Button>
    </div>
  );
}
