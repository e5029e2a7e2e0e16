const sentences: Readonly<Record<string, string>> = {
  EACCES: 'it may not be read (permission denied)',
  EPERM: 'it may not be read (permission denied)',
  ENOENT: 'it was gone when it was to be read',
  EISDIR: 'it is a folder',
  EIO: 'the disk reported an error',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'its path is too long',
  EMFILE: 'too many files are open',
  ENXIO: 'it is no regular file',
};

/** Why something on disk could not be read, as a sentence for the ledger. */
export function readingReason(error: unknown): string {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  const why = code === null ? undefined : sentences[code];
  return `It could not be read: ${why ?? `the system says ${code ?? 'nothing more'}`}.`;
}
