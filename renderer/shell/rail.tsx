import {
  CircleHelp,
  CloudDownload,
  FileText,
  List,
  Monitor,
  Moon,
  ScanSearch,
  ShieldCheck,
  Sun,
} from 'lucide-react';
import type { CaseInfo } from '../../electron/contract/api.ts';
import { runCommand } from '../state/commands.ts';
import { useFindings } from '../state/findings.ts';
import { problemCount } from '../state/job-words.ts';
import { useProof } from '../state/proof.ts';
import { type Theme, useSettings } from '../state/settings.ts';
import { keysOf } from '../state/shortcuts.ts';
import { useView } from '../state/view.ts';
import type { PageName } from '../state/view-url.ts';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './rail.module.css';

const themeIcons = { light: Sun, dark: Moon, system: Monitor } as const;
const themeNames: Readonly<Record<Theme, string>> = { light: 'light', dark: 'dark', system: 'as the system' };

/** The pages of a case; below them theme and help. */
export function Rail({ caseInfo }: { readonly caseInfo: CaseInfo }) {
  const page = useView((state) => state.page);
  const theme = useSettings((state) => state.theme);
  const ThemeIcon = themeIcons[theme];
  const problems = problemCount(caseInfo.files);
  const isTampered = useProof((state) => state.verification?.overall === 'tampered');
  const grave = useFindings(({ summary }) =>
    summary === null ? 0 : summary.findings.critical + summary.findings.high,
  );
  const current = (name: PageName) => (name === page ? ({ 'aria-current': 'page' } as const) : {});
  return (
    <nav className={styles.rail} aria-label="Pages">
      <IconButton
        size="large"
        label="Review desk"
        shortcut={keysOf('1')}
        tooltipSide="right"
        {...current('review')}
        onClick={() => runCommand('page.review')}
      >
        <List size={20} strokeWidth={1.7} aria-hidden="true" />
      </IconButton>
      <IconButton
        size="large"
        label={problems === 0 ? 'Ledger of files' : 'Ledger of files: some have a problem'}
        shortcut={keysOf('2')}
        tooltipSide="right"
        {...current('ledger')}
        onClick={() => runCommand('page.ledger')}
      >
        <FileText size={20} strokeWidth={1.7} aria-hidden="true" />
        {problems === 0 ? null : <span className={styles.dot} />}
      </IconButton>
      <IconButton
        size="large"
        label="Sources and trails"
        shortcut={keysOf('3')}
        tooltipSide="right"
        {...current('sources')}
        onClick={() => runCommand('page.sources')}
      >
        <CloudDownload size={20} strokeWidth={1.7} aria-hidden="true" />
      </IconButton>
      <IconButton
        size="large"
        label={isTampered ? 'Proof and coverage: something was altered' : 'Proof and coverage'}
        shortcut={keysOf('4')}
        tooltipSide="right"
        {...current('proof')}
        onClick={() => runCommand('page.proof')}
      >
        <ShieldCheck size={20} strokeWidth={1.7} aria-hidden="true" />
        {isTampered ? <span className={styles.dot} /> : null}
      </IconButton>
      <IconButton
        size="large"
        label={grave === 0 ? 'What deserves a look' : 'What deserves a look: grave findings are open'}
        shortcut={keysOf('5')}
        tooltipSide="right"
        {...current('findings')}
        onClick={() => runCommand('page.findings')}
      >
        <ScanSearch size={20} strokeWidth={1.7} aria-hidden="true" />
        {grave === 0 ? null : <span className={styles.dot} />}
      </IconButton>
      <span className={styles.gap} />
      <IconButton
        size="large"
        label={`Theme: ${themeNames[theme]}. Switch`}
        shortcut={keysOf('t')}
        tooltipSide="right"
        onClick={() => runCommand('view.theme')}
      >
        <ThemeIcon size={19} strokeWidth={1.7} aria-hidden="true" />
      </IconButton>
      <IconButton
        size="large"
        label="Help"
        shortcut={keysOf('?')}
        tooltipSide="right"
        onClick={() => runCommand('help.open')}
      >
        <CircleHelp size={19} strokeWidth={1.7} aria-hidden="true" />
      </IconButton>
    </nav>
  );
}
