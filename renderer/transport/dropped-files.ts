/** Where each file lay inside a dropped folder; a File of a dropped folder does not know it itself. */
const relativePaths = new WeakMap<File, string>();

/** A file's path inside what was dropped or chosen, or its plain name. */
export function relativePath(file: File): string {
  return relativePaths.get(file) ?? (file.webkitRelativePath || file.name);
}

/**
 * The files of a drop. Call it in the event's own turn: afterwards the browser has emptied the list. In Electron a
 * folder is one File, which the host turns into its path; in a browser folders are walked.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const files = [...transfer.files];
  if ('spoor' in window || !entries.some((entry) => entry?.isDirectory)) return files;
  const found: File[] = [];
  for (const entry of entries) if (entry !== null) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    relativePaths.set(file, entry.fullPath.replace(/^\/+/, ''));
    found.push(file);
  } else if (isFolder(entry)) {
    const reader = entry.createReader();
    // The browser gives at most a hundred at a time; an empty answer is the end.
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      );
      if (some.length === 0) break;
      for (const child of some) await collect(child, found);
    }
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
