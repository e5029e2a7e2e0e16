import { useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { FilterHelp } from './filter-help.tsx';
import styles from './help-dialog.module.css';
import { ShortcutList } from './shortcut-list.tsx';

/** The keys and the filter's language, on one page each. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const [tab, setTab] = useState('keys');
  return (
    <Dialog isOpen onOpenChange={onClose} size="large" title="Help">
      <div className={styles.help}>
        <Tabs
          label="Help"
          value={tab}
          onChange={setTab}
          panelClassName={styles.panel}
          tabs={[
            { id: 'keys', label: 'Keyboard', content: <ShortcutList /> },
            { id: 'filter', label: 'Filter language', content: <FilterHelp /> },
          ]}
        />
      </div>
    </Dialog>
  );
}
