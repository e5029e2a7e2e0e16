import { useState } from 'react';
import { emptyForm } from '../sync/sign-in-form.ts';
import { SignInStep } from '../sync/sign-in-step.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** The sign-in of a bucket that was reached before, and is not known any more. */
export function SignInDialog({
  address,
  onClose,
  onConnected,
}: {
  readonly address: string;
  readonly onClose: () => void;
  readonly onConnected: (connection: string) => void;
}) {
  const [form, setForm] = useState({ ...emptyForm, address });
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
