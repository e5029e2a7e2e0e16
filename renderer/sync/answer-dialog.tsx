import { useEffect, useState } from 'react';
import type { Job } from '../../electron/contract/api.ts';
import { visibleText } from '../format/visible-text.ts';
import { currentHost } from '../state/host.ts';
import { runInBackground } from '../state/toasts.ts';
import { Dialog } from '../ui/dialog.tsx';
import { emptyForm, formFor } from './sign-in-form.ts';
import { SignInStep } from './sign-in-step.tsx';
import styles from './sync.module.css';

/** A sync waits because nobody is signed in any more: signs in again, and it goes on where it is. */
export function AnswerDialog({ job, onClose }: { readonly job: Job; readonly onClose: () => void }) {
  const { question } = job;
  const [form, setForm] = useState(() => (question?.kind === 'signIn' ? formFor(question.place) : emptyForm));
  const isAnswered = question === null;
  useEffect(() => {
    if (isAnswered) onClose();
  }, [isAnswered, onClose]);
  if (question === null) return null;
  return (
    <Dialog isOpen onOpenChange={onClose} title="Sign in again">
      <div className={styles.step}>
        {question.kind === 'signIn' ? (
          <p>
            {visibleText(question.message)} {visibleText(question.advice)}
          </p>
        ) : null}
        <SignInStep
          form={form}
          onChange={setForm}
          isPlaceFixed
          onConnected={({ connection }) =>
            runInBackground(() =>
              currentHost().call('jobs.answer', { job: job.id, answer: { kind: 'signIn', connection } }),
            )
          }
        />
      </div>
    </Dialog>
  );
}
