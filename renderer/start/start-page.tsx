import {
  CircleHelp,
  CloudDownload,
  FilePlus2,
  FlaskConical,
  FolderInput,
  FolderOpen,
  Import,
  Monitor,
  Moon,
  Sun,
} from 'lucide-react';
import { TrackMark } from '../shell/track-mark.tsx';
import { useCases } from '../state/cases.ts';
import { runCommand } from '../state/commands.ts';
import { useHost } from '../state/host.ts';
import { useSettings } from '../state/settings.ts';
import { keysOf } from '../state/shortcuts.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { RecentCases } from './recent-cases.tsx';
import { StartAction } from './start-action.tsx';
import styles from './start-page.module.css';

const themeIcons = { light: Sun, dark: Moon, system: Monitor } as const;

/** Without a case: every way to one. */
export function StartPage() {
  const { busy, failure } = useCases();
  const version = useHost((state) => state.version);
  const theme = useSettings((state) => state.theme);
  const ThemeIcon = themeIcons[theme];
  return (
    <div className={styles.page}>
      <div className={styles.corner}>
        <IconButton
          label={`Theme: ${theme}. Switch`}
          shortcut={keysOf('t')}
          onClick={() => runCommand('view.theme')}
        >
          <ThemeIcon size={18} strokeWidth={1.7} aria-hidden="true" />
        </IconButton>
        <IconButton label="Help" shortcut={keysOf('?')} onClick={() => runCommand('help.open')}>
          <CircleHelp size={18} strokeWidth={1.7} aria-hidden="true" />
        </IconButton>
      </div>
      <main className={styles.main}>
        <header className={styles.header}>
          <span className={styles.mark}>
            <TrackMark size={44} />
          </span>
          <div>
            <h1>Spoor {version === null ? null : <span className={styles.version}>{version}</span>}</h1>
            <p>
              Reads AWS CloudTrail logs on this machine, with no network. What you import becomes a{' '}
              <b>case</b>: one file that keeps the original bytes, indexes every event, and can be handed
              over. Filter it, look along its timeline, and export what you found.
            </p>
          </div>
        </header>
        {failure === null ? null : (
          <div className={styles.failure}>
            <ErrorNote error={failure} />
          </div>
        )}
        <div className={styles.columns} aria-busy={busy !== null}>
          <section aria-labelledby="start-actions">
            <h2 id="start-actions">Start</h2>
            <div className={styles.actions}>
              <StartAction
                command="case.import-folder"
                icon={FolderInput}
                title="Import a folder…"
                text="into a new case, with all its subfolders"
                isPrimary
              />
              <StartAction
                command="case.import"
                icon={Import}
                title="Import files or archives…"
                text="json, gz, zip, tar, as they were delivered"
              />
              <StartAction
                command="case.sync"
                icon={CloudDownload}
                title="Sync a trail from S3…"
                text="choose accounts, regions and days; then work offline"
              />
              <StartAction
                command="case.new"
                icon={FilePlus2}
                title="New case…"
                text="choose where it lies, then fill it"
              />
              <StartAction command="case.open" icon={FolderOpen} title="Open a case…" text="a .spoor file" />
              <StartAction
                command="case.sample"
                icon={FlaskConical}
                title="Look at a sample case"
                text="an invented incident of about 20,000 events"
              />
            </div>
          </section>
          <section aria-labelledby="start-recent" className={styles.recent}>
            <h2 id="start-recent">Recent cases</h2>
            <RecentCases />
          </section>
        </div>
        <p className={styles.drop}>
          {busy === null ? (
            <>Or drop log files, folders, archives or a case anywhere on this window.</>
          ) : (
            <>
              <Spinner label={busy} /> {busy}…
            </>
          )}
        </p>
      </main>
    </div>
  );
}
