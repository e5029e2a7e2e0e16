import { useState } from 'react';
import type { Grant } from '../../electron/contract/api.ts';
import { visibleText } from '../format/visible-text.ts';
import { currentHost } from '../state/host.ts';
import { type BrowseRequest, useBrowse } from '../state/pick.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { browseWords, completeName } from './browse-words.ts';
import styles from './file-browser.module.css';
import { FolderList } from './folder-list.tsx';
import { useFolder } from './use-folder.ts';

/** Choosing files and folders in the page, where the host has no dialog of its own. */
export function FileBrowser() {
  const request = useBrowse((state) => state.request);
  return request === null ? null : (
    <Browser key={request.roots[0]?.token ?? request.want} request={request} />
  );
}

function Browser({ request }: { readonly request: BrowseRequest }) {
  const { want, roots, answer } = request;
  const words = browseWords[want];
  const [onlyRoot] = roots;
  const [trail, setTrail] = useState<readonly Grant[]>(
    roots.length === 1 && onlyRoot !== undefined && onlyRoot.kind === 'folder' ? [onlyRoot] : [],
  );
  const [selected, setSelected] = useState<ReadonlyMap<string, Grant>>(new Map());
  const [name, setName] = useState(request.suggestedName);
  const [find, setFind] = useState('');
  const [occupied, setOccupied] = useState<Grant | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const folder = trail.at(-1) ?? null;
  const listing = useFolder(folder, roots, attempt);

  const goTo = (next: readonly Grant[]): void => {
    setTrail(next);
    setFind('');
    setSelected(new Map());
    setError(null);
    setOccupied(null);
  };
  const toggle = (entry: Grant): void => {
    const next = new Map(words.isMultiple ? selected : []);
    if (selected.has(entry.token)) next.delete(entry.token);
    else next.set(entry.token, entry);
    setSelected(next);
  };
  const activate = (entry: Grant): void => {
    if (entry.kind === 'folder') goTo([...trail, entry]);
    else if (words.isSave) setName(entry.name);
    else if (want === 'case' && words.accepts(entry)) answer({ grants: [entry], mayOverwrite: false });
    else if (words.accepts(entry)) toggle(entry);
  };
  const choose = async (): Promise<void> => {
    setError(null);
    if (!words.isSave) {
      const grants = selected.size > 0 ? [...selected.values()] : folder === null ? [] : [folder];
      if (grants.length > 0) answer({ grants, mayOverwrite: false });
      return;
    }
    if (folder === null) return;
    try {
      const place = await currentHost().call('host.place', {
        folder: folder.token,
        name: completeName(name, extensionOf(request) ?? words.extension),
      });
      if (place.exists) setOccupied(place.grant);
      else answer({ grants: [place.grant], mayOverwrite: false });
    } catch (failure) {
      setError(failure);
    }
  };
  const canChoose = words.isSave
    ? folder !== null && name.trim() !== ''
    : selected.size > 0 || (folder !== null && words.accepts(folder));

  return (
    <Dialog
      isOpen
      onOpenChange={() => answer(null)}
      size="medium"
      title={words.title}
      description={words.description}
      footer={
        occupied === null ? (
          <>
            <Button onClick={() => answer(null)}>Cancel</Button>
            <Button variant="primary" disabled={!canChoose} onClick={choose}>
              {words.choose(selected.size)}
            </Button>
          </>
        ) : (
          <Occupied
            grant={occupied}
            canReplace={want !== 'new-case'}
            onBack={() => setOccupied(null)}
            onReplace={() => answer({ grants: [occupied], mayOverwrite: true })}
          />
        )
      }
    >
      <div className={styles.browser}>
        <div className={styles.head}>
          <Breadcrumbs
            trail={trail}
            hasRoots={roots.length > 1}
            onGo={(depth) => goTo(trail.slice(0, depth))}
          />
          <TextField
            label="Find in this folder"
            isLabelHidden
            placeholder="Find"
            value={find}
            onChange={(event) => setFind(event.target.value)}
            className={styles.find}
          />
        </div>
        <FolderList
          listing={listing}
          find={find}
          selected={selected}
          accepts={words.accepts}
          isMultiple={words.isMultiple}
          isSave={words.isSave}
          onActivate={activate}
          onToggle={toggle}
          onUp={() => (trail.length > (roots.length > 1 ? 0 : 1) ? goTo(trail.slice(0, -1)) : undefined)}
          onRetry={() => setAttempt(attempt + 1)}
        />
        {words.isSave ? (
          <TextField
            label="Name"
            value={name}
            maxLength={200}
            onChange={(event) => {
              setName(event.target.value);
              setOccupied(null);
              setError(null);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && canChoose && occupied === null) void choose();
            }}
            hint={
              folder === null
                ? 'Choose a folder first.'
                : visibleText(`in ${folder.place}/${folder.name}`.replace('//', '/'))
            }
          />
        ) : null}
        {error === null ? null : <ErrorNote error={error} />}
      </div>
    </Dialog>
  );
}

interface OccupiedProps {
  readonly grant: Grant;
  readonly canReplace: boolean;
  readonly onBack: () => void;
  readonly onReplace: () => void;
}

/** A file of that name is there already. A case is never replaced: it may hold evidence. */
function Occupied({ grant, canReplace, onBack, onReplace }: OccupiedProps) {
  const name = visibleText(grant.name);
  return (
    <div className={styles.occupied} role="alert">
      <p>
        <b>{name}</b>{' '}
        {canReplace
          ? 'is there already. Replace it?'
          : 'is there already, and a case is never replaced. Choose another name.'}
      </p>
      <Button onClick={onBack}>{canReplace ? 'Choose another name' : 'Back'}</Button>
      {canReplace ? (
        <Button variant="danger" onClick={onReplace}>
          Replace
        </Button>
      ) : null}
    </div>
  );
}

/** What is written says its own kind by the name that is suggested: a report is no CSV. */
function extensionOf({ want, suggestedName }: BrowseRequest): string | null {
  return want !== 'new-case' ? (/\.[a-z0-9]+$/i.exec(suggestedName)?.[0].toLowerCase() ?? null) : null;
}
