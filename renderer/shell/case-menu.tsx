import {
  CloudDownload,
  FilePlus2,
  FolderInput,
  FolderOpen,
  Import,
  LogOut,
  RefreshCw,
  ShieldCheck,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { isCommandEnabled, runCommand, useCommands } from '../state/commands.ts';
import { keysOf } from '../state/shortcuts.ts';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx';

const groups = [
  ['case.import', 'case.import-folder', 'case.sync', 'case.export'],
  ['case.check', 'case.report', 'case.bundle', 'case.custody'],
  ['case.new', 'case.open', 'case.sample'],
  ['case.reindex', 'case.close'],
] as const;

const icons: Readonly<Record<string, ReactNode>> = {
  'case.import': <Import size={14} aria-hidden="true" />,
  'case.import-folder': <FolderInput size={14} aria-hidden="true" />,
  'case.sync': <CloudDownload size={14} aria-hidden="true" />,
  'case.check': <ShieldCheck size={14} aria-hidden="true" />,
  'case.new': <FilePlus2 size={14} aria-hidden="true" />,
  'case.open': <FolderOpen size={14} aria-hidden="true" />,
  'case.reindex': <RefreshCw size={14} aria-hidden="true" />,
  'case.close': <LogOut size={14} aria-hidden="true" />,
};

/** What can be done with the case, under its name. */
export function CaseMenu({ children }: { readonly children: ReactNode }) {
  const commands = useCommands((state) => state.commands);
  return (
    <Menu trigger={children}>
      {groups.map((ids, index) => (
        <div key={ids[0]}>
          {index === 0 ? null : <MenuSeparator />}
          {ids.map((id) => {
            const command = commands.find((candidate) => candidate.id === id);
            if (command === undefined) return null;
            return (
              <MenuItem
                key={id}
                icon={icons[id]}
                shortcut={command.shortcut === undefined ? undefined : keysOf(command.shortcut)}
                isDisabled={!isCommandEnabled(command)}
                onSelect={() => runCommand(id)}
              >
                {command.title}
              </MenuItem>
            );
          })}
        </div>
      ))}
    </Menu>
  );
}
