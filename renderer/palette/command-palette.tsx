import { Command as Palette } from 'cmdk';
import { Dialog as RadixDialog } from 'radix-ui';
import { useRef } from 'react';
import { type Command, commandGroups, isCommandEnabled, useCommands } from '../state/commands.ts';
import { keysOf } from '../state/shortcuts.ts';
import { Kbd } from '../ui/kbd.tsx';
import { useFocusReturn } from '../ui/use-focus-return.ts';
import styles from './command-palette.module.css';
import { matchCommand } from './match-command.ts';

/** Everything that can be done right now, found by a few letters. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const commands = useCommands((state) => state.commands).filter(
    (command) => command.id !== 'help.palette' && isCommandEnabled(command),
  );
  const chosen = useRef<Command | null>(null);
  const focus = useFocusReturn();
  return (
    <RadixDialog.Root open onOpenChange={onClose}>
      <RadixDialog.Portal>
        <div className={styles.scrim}>
          <RadixDialog.Content
            className={styles.palette}
            aria-describedby={undefined}
            onOpenAutoFocus={focus.remember}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              focus.giveBack();
              // Only now: a command may want the focus elsewhere.
              chosen.current?.run();
            }}
          >
            <RadixDialog.Title className="visually-hidden">Find a command</RadixDialog.Title>
            <Palette label="Find a command" loop filter={matchCommand}>
              <Palette.Input placeholder="What do you want to do?" className={styles.input} />
              <Palette.List className={styles.list}>
                <Palette.Empty className={styles.empty}>No command is called that.</Palette.Empty>
                {commandGroups.map((group) => {
                  const members = commands.filter((command) => command.group === group);
                  if (members.length === 0) return null;
                  return (
                    <Palette.Group key={group} heading={group} className={styles.group}>
                      {members.map((command) => (
                        <Palette.Item
                          key={command.id}
                          value={command.title}
                          keywords={[...(command.keywords ?? []), group]}
                          className={styles.item}
                          onSelect={() => {
                            chosen.current = command;
                            onClose();
                          }}
                        >
                          <span>{command.title}</span>
                          {command.shortcut === undefined ? null : <Kbd keys={keysOf(command.shortcut)} />}
                        </Palette.Item>
                      ))}
                    </Palette.Group>
                  );
                })}
              </Palette.List>
            </Palette>
          </RadixDialog.Content>
        </div>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
