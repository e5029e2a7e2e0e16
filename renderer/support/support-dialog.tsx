import { useEffect, useState } from 'react';
import type { SupportBundle } from '../../electron/contract/support.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatCounted } from '../format/number.ts';
import { visibleLines } from '../format/visible-text.ts';
import { isAborted } from '../state/errors.ts';
import { currentHost } from '../state/host.ts';
import { pick } from '../state/pick.ts';
import { showToast } from '../state/toasts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Tabs } from '../ui/tabs.tsx';
import styles from './support-dialog.module.css';

/** Shows everything that a support bundle holds, and saves exactly that. */
export function SupportDialog({ onClose }: { readonly onClose: () => void }) {
  const [bundle, setBundle] = useState<SupportBundle | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isSaving, setIsSaving] = useState(false);
  useEffect(() => {
    const left = new AbortController();
    currentHost()
      .call('support.prepare', {}, left.signal)
      .then(setBundle, (failure: unknown) => {
        if (!isAborted(failure)) setError(failure);
      });
    return () => left.abort();
  }, []);

  const save = async (shown: SupportBundle): Promise<void> => {
    setError(null);
    setIsSaving(true);
    try {
      const picked = await pick('support', 'spoor-support.zip');
      const [target] = picked?.grants ?? [];
      if (picked === null || target === undefined) return;
      const to = { target: target.token, overwrite: picked.mayOverwrite };
      const { name, bytes } = await currentHost().call('support.save', { bundle: shown.bundle, ...to });
      showToast({ tone: 'ok', title: `Wrote ${name}`, text: `${formatBytes(bytes)}. Nothing was sent.` });
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setIsSaving(false);
    }
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      size="large"
      title="Support bundle"
      description="A zip for whoever helps you with a fault of Spoor. Read it first: this is all that is in it. Spoor sends nothing anywhere."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={bundle === null || isSaving}
            onClick={() => (bundle === null ? undefined : save(bundle))}
          >
            Save as a zip…
          </Button>
        </>
      }
    >
      {error === null ? null : <ErrorNote error={error} />}
      {bundle === null ? error === null ? <Spinner label="Gathering" /> : null : <Files bundle={bundle} />}
    </Dialog>
  );
}

function Files({ bundle: { files } }: { readonly bundle: SupportBundle }) {
  const [shown, setShown] = useState(files[0]?.name ?? '');
  return (
    <>
      <p className={styles.count}>{formatCounted(files.length, 'file')} in the zip:</p>
      <Tabs
        label="Files of the bundle"
        value={shown}
        onChange={setShown}
        tabs={files.map(({ name, about, text }) => ({
          id: name,
          label: name,
          content: (
            <>
              <p className={styles.about}>
                {about} {formatBytes(new Blob([text]).size)}.
              </p>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
              <section className={styles.scroll} tabIndex={0} aria-label={name}>
                <pre className={styles.text}>{visibleLines(text)}</pre>
              </section>
            </>
          ),
        }))}
      />
    </>
  );
}
