import { constants, type KeyObject, publicDecrypt, verify } from 'node:crypto';

/**
 * - `valid`: the key signed this text.
 * - `other-content`: the key signed something else; what it signed cannot be what is here.
 * - `unusable`: the key signed nothing with it: damaged, or made with another key.
 */
export type SignatureCheck = 'valid' | 'other-content' | 'unusable';

/** Before the 32 bytes of the hash in every RSA signature with SHA-256 (RFC 8017, 9.2, note 1). */
const sha256Info = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** RSASSA-PKCS1-v1_5 with SHA-256 over the UTF-8 of `text`. */
export function checkSignature(key: KeyObject, text: string, signature: string): SignatureCheck {
  if (!isSignature(key, signature)) return 'unusable';
  const bytes = Buffer.from(signature, 'hex');
  const options = { key, padding: constants.RSA_PKCS1_PADDING };
  if (verify('sha256', Buffer.from(text, 'utf8'), options, bytes)) return 'valid';
  return isSomeSignature(key, bytes) ? 'other-content' : 'unusable';
}

/** Whether a text has the form of a signature with this key: hexadecimal, as long as the modulus. */
export function isSignature(key: KeyObject, text: string): boolean {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return text.length === Math.ceil(bits / 8) * 2 && isHex(text);
}

export function isHex(text: string): boolean {
  return text.length > 0 && text.length % 2 === 0 && /^[\da-fA-F]+$/.test(text);
}

/** A damaged signature opens to noise; one that was made with the key opens to padding and a hash. */
function isSomeSignature(key: KeyObject, bytes: Buffer): boolean {
  try {
    const opened = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, bytes);
    return (
      opened.length === sha256Info.length + 32 && opened.subarray(0, sha256Info.length).equals(sha256Info)
    );
  } catch {
    // OpenSSL refuses what has no padding: that is the answer.
    return false;
  }
}
