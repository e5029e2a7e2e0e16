import type { DigestFile } from './digest-file.ts';
import { originText } from './evidence.ts';
import type { KeyRing } from './key-ring.ts';
import { checkSignature, isSignature, type SignatureCheck } from './signature.ts';
import { signingString } from './signing-string.ts';

/** What a signature of a digest came to, its own or the one that the next digest gives. */
export interface CheckedSignature {
  /** Hexadecimal, in lower case: it means the same in either. */
  readonly signature: string;
  readonly check: SignatureCheck;
}

/**
 * Checks the signatures of digests that came into the case one after the other, as those of a trail mostly do: their
 * own, and those that they give for each other. What a digest elsewhere says of them is checked when it is asked for.
 *
 * @returns the checks of each, in the order given
 */
export function checkSignatures(
  digests: readonly DigestFile[],
  keys: KeyRing['keys'],
): readonly (readonly CheckedSignature[])[] {
  const said = new Map<string, string[]>();
  for (const { digest } of digests) {
    if (digest === null || digest.previous === null || digest.previousSignature === null) continue;
    const name = originText(digest.previous);
    const known = said.get(name);
    if (known === undefined) said.set(name, [digest.previousSignature]);
    else known.push(digest.previousSignature);
  }
  return digests.map(({ digest, sha256, signature: own }) => {
    const key = digest === null ? undefined : keys.get(digest.fingerprint)?.key;
    if (digest === null || key === undefined) return [];
    const text = signingString(digest, sha256);
    const checked = new Map<string, CheckedSignature>();
    for (const one of [own, ...(said.get(originText(digest)) ?? [])]) {
      const signature = one?.toLowerCase() ?? '';
      if (checked.has(signature) || !isSignature(key, signature)) continue;
      checked.set(signature, { signature, check: checkSignature(key, text, signature) });
    }
    return [...checked.values()];
  });
}
