import { useState } from 'react';
import type { FollowBy } from '../../electron/contract/s3.ts';
import styles from '../sync/sync.module.css';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { TextField } from '../ui/text-field.tsx';

const ways = [
  { value: 'interval', label: 'By the clock' },
  { value: 'queue', label: 'By a queue' },
] as const;

/** How to stay up to date: looking again from time to time, or by the trail's own notifications. */
export function FollowDialog({
  onClose,
  onFollow,
}: {
  readonly onClose: () => void;
  readonly onFollow: (by: FollowBy) => void;
}) {
  const [way, setWay] = useState<FollowBy['kind']>('interval');
  const [minutes, setMinutes] = useState('5');
  const [url, setUrl] = useState('');
  const every = Number(minutes);
  const isValid =
    way === 'interval'
      ? Number.isInteger(every) && every >= 1 && every <= 1440
      : /^https?:\/\/\S+$/.test(url);
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Follow this source"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!isValid}
            onClick={() =>
              onFollow(
                way === 'interval' ? { kind: 'interval', everyMs: every * 60_000 } : { kind: 'queue', url },
              )
            }
          >
            Follow
          </Button>
        </>
      }
    >
      <div className={styles.step}>
        <Segmented label="How" value={way} options={ways} onChange={setWay} />
        {way === 'interval' ? (
          <TextField
            label="Minutes between two looks"
            hint="CloudTrail delivers about every five minutes. Each look lists what was chosen."
            inputMode="numeric"
            value={minutes}
            onChange={(event) => setMinutes(event.target.value)}
          />
        ) : (
          <TextField
            label="Address of the SQS queue"
            hint="Subscribed to the trail’s SNS topic, or to the bucket’s own events. Needs sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility. A message is deleted only after its files are in the case: give Spoor a queue of its own."
            isMono
            placeholder="https://sqs.eu-west-1.amazonaws.com/111122223333/trail"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
      </div>
    </Dialog>
  );
}
