import type { CaseInfo } from '../../../electron/contract/api.ts';
import { pick } from '../../state/pick.ts';

/** Where to write: the grant, and whether a file there may be replaced; null when the person thought better of it. */
export async function saveTo(
  caseInfo: Pick<CaseInfo, 'name'>,
  want: 'report' | 'bundle',
  ending: string,
): Promise<{ readonly target: string; readonly overwrite: boolean } | null> {
  const picked = await pick(want, `${caseInfo.name.replace(/\.spoor$/i, '')}${ending}`);
  const [target] = picked?.grants ?? [];
  return picked === null || target === undefined
    ? null
    : { target: target.token, overwrite: picked.mayOverwrite };
}
