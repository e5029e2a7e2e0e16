import { X } from 'lucide-react';
import { useState } from 'react';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { visibleText } from '../../format/visible-text.ts';
import { useAnswer } from '../../sources/use-answer.ts';
import { currentHost } from '../../state/host.ts';
import type { CellPlace } from '../../state/proof-view.ts';
import { useView } from '../../state/view.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { placeWords } from '../map/cell-words.ts';
import { ChainTab } from './chain-tab.tsx';
import { HourTab } from './hour-tab.tsx';
import { type AskedCall, LoggingTab } from './logging-tab.tsx';
import styles from './side.module.css';

interface SidePanelProps {
  readonly caseInfo: CaseInfo;
  readonly cell: CellPlace;
  readonly news: string;
  readonly onClose: () => void;
}

/** So many files of a cell are listed; the rest is counted. */
const listed = 200;
const hourMs = 3_600_000;

/** One cell of the map looked into: its files, the chain around it, and what could have been logged then. */
export function SidePanel({ caseInfo, cell, news, onClose }: SidePanelProps) {
  const zone = useView((state) => state.zone);
  const [tab, setTab] = useState('hour');
  const [call, setCall] = useState<AskedCall>({ source: '', name: '', resource: '' });
  const { case: id } = caseInfo;
  const key = `${id} ${news} ${JSON.stringify(cell)}`;
  const answer = useAnswer(key, async (signal) => ({
    key,
    detail: await currentHost().call('coverage.cell', { case: id, ...cell, limit: listed }, signal),
  }));
  const detail = answer.value?.key === key ? answer.value.detail : null;
  return (
    <aside className={styles.side} aria-label="The chosen cell">
      <header className={styles.head}>
        <div aria-live="polite">
          <h2>{visibleText(placeWords(cell, zone))}</h2>
          <p>{visibleText(cell.account)}</p>
        </div>
        <IconButton size="small" label="Close" tooltipSide="left" onClick={onClose}>
          <X size={15} aria-hidden="true" />
        </IconButton>
      </header>
      <Tabs
        label="The chosen cell"
        value={tab}
        onChange={setTab}
        panelClassName={styles.panel}
        tabs={[
          {
            id: 'hour',
            label: cell.untilMs - cell.fromMs > hourMs ? 'This time' : 'This hour',
            content:
              answer.error !== null ? (
                <ErrorNote error={answer.error} />
              ) : detail === null ? (
                <Spinner label="Looking into the cell" />
              ) : (
                <HourTab caseInfo={caseInfo} cell={cell} detail={detail} />
              ),
          },
          {
            id: 'chain',
            label: 'Chain',
            content: <ChainTab caseInfo={caseInfo} cell={cell} news={news} />,
          },
          {
            id: 'logging',
            label: 'Could it have been logged?',
            content: <LoggingTab caseInfo={caseInfo} cell={cell} call={call} onCall={setCall} />,
          },
        ]}
      />
    </aside>
  );
}
