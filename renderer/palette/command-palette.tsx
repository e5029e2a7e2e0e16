import { Command } from 'cmdk';
import { Dialog as RadixDialog } from 'radix-ui';
import { commandGroups, isCommandEnabled, useCommands } from '../state/commands.ts';
import { keysOf } from '../state/shortcuts.ts';
import { Kbd } from '../ui/kbd.tsx';
import styles from './command-palette.module.css';
import { matchCommand } from './match-command.ts';

/** Everything that can be done right now, found by a few letters. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const commands = useCommands((state) => state.commands).filter(
    (command) => command.id !== 'help.palette' && isCommandEnabled(command),
  );
  return (
    <RadixDialog.Root open onOpenChange={onClose}>
      <RadixDialog.Portal>
        <div className={styles.scrim}>
          <RadixDialog.Content className={styles.palette} aria-describedby={undefined}>
            <RadixDialog.Title className="visually-hidden">Find a command</RadixDialog.Title>
            <Command label="Find a command" loop filter={matchCommand}>
              <Command.Input placeholder="What do you want to do?" className={styles.input} />
              <Command.List className={styles.list}>
                <Command.Empty className={styles.empty}>No command is called that.</Command.Empty>
                {commandGroups.map((group) => {
                  const members = commands.filter((command) => command.group === group);
                  if (members.length === 0) return null;
                  return (
                    <Command.Group key={group} heading={group} className={styles.group}>
                      {members.map((command) => (
                        <Command.Item
                          key={command.id}
                          value={command.title}
                          keywords={[...(command.keywords ?? []), group]}
                          className={styles.item}
                          onSelect={() => {
                            onClose();
                            // After the palette has given the focus back: a command may want it elsewhere.
                            window.requestAnimationFrame(() => command.run());
                          }}
                        >
                          <span>{command.title}</span>
                          {command.shortcut === undefined ? null : <Kbd keys={keysOf(command.shortcut)} />}
                        </Command.Item>
                      ))}
                    </Command.Group>
                  );
                })}
              </Command.List>
            </Command>
          </RadixDialog.Content>
        </div>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
