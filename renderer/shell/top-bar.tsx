import { ChevronDown } from 'lucide-react';
import type { CaseInfo } from '../../electron/contract/api.ts';
import { formatCounted } from '../format/number.ts';
import { formatDayRange, zoneName } from '../format/time.ts';
import { visibleText } from '../format/visible-text.ts';
import { runCommand } from '../state/commands.ts';
import { keysOf } from '../state/shortcuts.ts';
import { useView } from '../state/view.ts';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { CaseMenu } from './case-menu.tsx';
import styles from './top-bar.module.css';
import { setTopBarSlot } from './top-bar-slot.tsx';
import { TrackMark } from './track-mark.tsx';

export function TopBar({ caseInfo }: { readonly caseInfo: CaseInfo }) {
  const zone = useView((state) => state.zone);
  return (
    <header className={styles.bar}>
      <span className={styles.brand}>
        <TrackMark />
      </span>
      <CaseMenu>
        <button
          type="button"
          className={styles.case}
          title={visibleText(`${caseInfo.place} · ${caseInfo.name}`)}
        >
          <b>
            <span>{visibleText(caseInfo.name)}</span>
            <ChevronDown size={13} aria-hidden="true" />
          </b>
          <span className={styles.sources}>{describeSources(caseInfo, zone)}</span>
        </button>
      </CaseMenu>
      <div ref={setTopBarSlot} className={styles.slot} />
      <Tooltip
        text={zone === 'utc' ? 'Times are in UTC. Switch to local' : 'Times are local. Switch to UTC'}
        shortcut={keysOf('z')}
      >
        <Button onClick={() => runCommand('view.zone')} aria-label={`Time zone: ${zoneName(zone)}. Switch`}>
          {zoneName(zone)}
        </Button>
      </Tooltip>
      <Tooltip text="Export the filtered events as CSV" shortcut={keysOf('Mod+E')}>
        <Button onClick={() => runCommand('case.export')} disabled={caseInfo.events === 0}>
          Export…
        </Button>
      </Tooltip>
      <Button onClick={() => runCommand('help.palette')} aria-label="Find a command">
        <Kbd keys={keysOf('Mod+K')} />
      </Button>
    </header>
  );
}

function describeSources(caseInfo: CaseInfo, zone: 'utc' | 'local'): string {
  const { sources, firstTimeMs, lastTimeMs } = caseInfo;
  if (sources.length === 0) return 'no source yet';
  const count = formatCounted(sources.length, 'source');
  return firstTimeMs === null || lastTimeMs === null
    ? count
    : `${count} · ${formatDayRange(firstTimeMs, lastTimeMs, zone)}`;
}
