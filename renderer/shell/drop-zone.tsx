import { Import } from 'lucide-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { importOrOpen } from '../state/actions.ts';
import { useCases } from '../state/cases.ts';
import { currentHost } from '../state/host.ts';
import { runInBackground } from '../state/toasts.ts';
import { droppedFiles } from '../transport/index.ts';
import { Spinner } from '../ui/spinner.tsx';
import styles from './drop-zone.module.css';

/** Files may be dropped anywhere: a case opens, logs go into the open case or into a new one. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  // Enter and leave come for every element on the way; only when they cancel out is the pointer gone.
  const depth = useRef(0);
  const [isOver, setIsOver] = useState(false);
  const [isTaking, setIsTaking] = useState(false);
  const current = useCases((state) => state.current);

  const enter = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth.current += 1;
    setIsOver(true);
  };
  const leave = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    depth.current = Math.max(0, depth.current - 1);
    if (depth.current === 0) setIsOver(false);
  };
  const over = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  };
  const drop = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth.current = 0;
    setIsOver(false);
    setIsTaking(true);
    const taken = droppedFiles(event.dataTransfer);
    runInBackground(async () => {
      try {
        await importOrOpen(await currentHost().grantDropped(await taken));
      } finally {
        setIsTaking(false);
      }
    });
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a target for the pointer; the keyboard has "Import…" for the same.
    <div className={styles.zone} onDragEnter={enter} onDragLeave={leave} onDragOver={over} onDrop={drop}>
      {children}
      {isOver ? (
        <div className={styles.overlay}>
          <div className={styles.card}>
            <Import size={28} strokeWidth={1.6} aria-hidden="true" />
            <b>
              {current === null || current.access === 'read'
                ? 'Drop to open'
                : `Drop to import into ${current.name}`}
            </b>
            <span>Folders, log files, zip, tar and gz archives, or a .spoor case</span>
          </div>
        </div>
      ) : null}
      {isTaking ? (
        <div className={styles.taking}>
          <Spinner label="Taking the dropped files" /> Taking the dropped files…
        </div>
      ) : null}
    </div>
  );
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer.types.includes('Files');
}
