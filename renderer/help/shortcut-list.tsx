import { commandGroups, useCommands } from '../state/commands.ts';
import { keysOf } from '../state/shortcuts.ts';
import { Kbd } from '../ui/kbd.tsx';
import styles from './help-dialog.module.css';
import { placeKeys } from './place-keys.ts';

/** Every command that has a key, from the one registry; and the keys that parts of the page have of their own. */
export function ShortcutList() {
  const commands = useCommands((state) => state.commands);
  return (
    <div className={styles.groups}>
      {commandGroups.map((group) => {
        const members = commands.filter(
          (command) => command.group === group && command.shortcut !== undefined,
        );
        if (members.length === 0) return null;
        return (
          <section key={group} className={styles.group}>
            <h3>{group}</h3>
            <ul>
              {members.map((command) => (
                <li key={command.id} className={styles.line}>
                  <span>{command.title}</span>
                  <Kbd keys={keysOf(command.shortcut ?? '')} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
      {placeKeys.map(({ place, keys }) => (
        <section key={place} className={styles.group}>
          <h3>{place}</h3>
          <ul>
            {keys.map(([what, ...shortcuts]) => (
              <li key={what} className={styles.line}>
                <span>{what}</span>
                <span className={styles.keys}>
                  {shortcuts.map((shortcut) => (
                    <Kbd key={shortcut} keys={shortcut === '+' ? shortcut : keysOf(shortcut)} />
                  ))}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
