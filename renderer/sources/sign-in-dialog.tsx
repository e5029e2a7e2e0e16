import { useState } from 'react';
import type { BucketPlace } from '../../electron/contract/s3.ts';
import { formFor } from '../sync/sign-in-form.ts';
import { SignInStep } from '../sync/sign-in-step.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** The sign-in of a bucket that was reached before, and is not known any more. */
export function SignInDialog({
  place,
  onClose,
  onConnected,
}: {
  readonly place: BucketPlace;
  readonly onClose: () => void;
  readonly onConnected: (connection: string) => void;
}) {
  const [form, setForm] = useState(() => formFor(place));
  return (
    <Dialog isOpen onOpenChange={onClose} title="Sign in">
      <SignInStep
        form={form}
        onChange={setForm}
        isPlaceFixed
        onConnected={({ connection }) => onConnected(connection)}
      />
    </Dialog>
  );
}
