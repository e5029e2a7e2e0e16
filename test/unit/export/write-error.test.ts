import { describe, expect, it } from 'vitest';
import { writeError } from '../../../electron/engine/export/write-error.ts';

const failure = (code: string): Error => Object.assign(new Error(code), { code });

describe('a failed write', () => {
  it.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EACCES', 'not-allowed'],
    ['EROFS', 'not-allowed'],
    ['ENOENT', 'not-found'],
    ['EISDIR', 'already-exists'],
    ['ENAMETOOLONG', 'bad-request'],
  ])('with %s is told as %s, with the name of the file or folder and its cause', (code, expected) => {
    const cause = failure(code);
    expect(writeError(cause, '/exports/out.csv')).toMatchObject({
      code: expected,
      message: expect.stringContaining('/exports'),
      cause,
    });
  });

  it('that nobody foresaw stays as it is', () => {
    const cause = failure('EIO');
    expect(writeError(cause, '/exports/out.csv')).toBe(cause);
  });
});
