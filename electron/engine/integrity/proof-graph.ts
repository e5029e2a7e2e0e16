import type { KeyObject } from 'node:crypto';
import type { Proof } from '../../contract/integrity.ts';
import type { CheckedSignature } from './check-signatures.ts';
import type { Digest } from './digest.ts';
import type { DigestFile } from './digest-file.ts';
import { type Origin, originText } from './evidence.ts';
import type { CheckedDigest } from './hash-protocol.ts';
import type { KeyRing } from './key-ring.ts';
import { deliveredName, whereabouts } from './place.ts';
import { checkSignature, isHex, isSignature, type SignatureCheck } from './signature.ts';
import { signingString } from './signing-string.ts';
import type { Note, Reason } from './verdicts.ts';

/** A digest file and what is found out about it. */
export interface Judged {
  readonly file: DigestFile;
  readonly checks: CheckedSignature[];
  /** The key that the digest names, among those given; null is not given, or nothing is named. */
  readonly key: KeyObject | 'refused' | null;
  /** `broken` is rightly signed and contradicts its predecessor; `void` proves nothing. */
  standing: 'pending' | 'proven' | 'broken' | 'void';
  reason: Reason;
  how: Proof | null;
  /** The digest whose words decided, when it was another one. */
  by: Judged | null;
  readonly notes: Set<Note>;
}

/** What one digest says of another as the one before it. */
export interface Relation {
  readonly hash: 'same' | 'differs' | 'unsaid';
  readonly signature: 'valid' | 'wrong' | 'unsaid';
}

const nobody: readonly Judged[] = [];

/** Who names whom as the digest before, and whether what is said of it is right. */
export class ProofGraph {
  readonly all: readonly Judged[];
  readonly #readable = new Map<string, Judged[]>();
  readonly #unreadable = new Map<string, Judged[]>();
  readonly #strangers = new Map<string, Judged[]>();
  readonly #previous = new Map<Judged, readonly Judged[]>();
  readonly #namers = new Map<Judged, Judged[]>();
  readonly #relations = new Map<Judged, Map<Judged, Relation>>();

  readonly ring: KeyRing;

  constructor(digests: readonly CheckedDigest[], ring: KeyRing) {
    this.ring = ring;
    this.all = digests.map(({ file, checks }) => ({
      file,
      checks: [...checks],
      key: keyFor(file, ring),
      standing: 'pending',
      reason: 'no-signature',
      how: null,
      by: null,
      notes: new Set(),
    }));
    for (const one of this.all) {
      const { digest, place } = one.file;
      const name = deliveredName(place.key);
      if (digest === null) append(this.#unreadable, name, one);
      else append(this.#readable, originText(digest), one);
      if (digest !== null && one.file.whereabouts === 'moved') append(this.#strangers, name, one);
    }
    for (const one of this.all) {
      const previous = one.file.digest?.previous ?? null;
      if (previous === null) continue;
      const targets = this.at(previous).filter((target) => target !== one);
      this.#previous.set(one, targets);
      for (const target of targets) append(this.#namers, target, one);
    }
  }

  /** The digest files of the case at the place that this one names; several when there are copies. */
  previousOf(one: Judged): readonly Judged[] {
    return this.#previous.get(one) ?? nobody;
  }

  /** The digest files of the case that were delivered to a place, or lie there and cannot be read. */
  at(origin: Origin): readonly Judged[] {
    return this.#readable.get(originText(origin)) ?? this.#lyingAt(origin, this.#unreadable);
  }

  /** Files that lie where a digest was delivered and claim to be another: altered, or put in its place. */
  strangersAt(origin: Origin): readonly Judged[] {
    return this.#readable.has(originText(origin)) ? nobody : this.#lyingAt(origin, this.#strangers);
  }

  #lyingAt(origin: Origin, files: ReadonlyMap<string, readonly Judged[]>): readonly Judged[] {
    const found = files.get(deliveredName(origin.key)) ?? nobody;
    return found.filter(({ file }) => whereabouts(file.place, origin) !== 'moved');
  }

  /** The digests that name this one as the one before. */
  nextOf(one: Judged): readonly Judged[] {
    return this.#namers.get(one) ?? nobody;
  }

  /** Files that claim to be the same digest, this one among them. */
  copiesOf(one: Judged): readonly Judged[] {
    const { digest } = one.file;
    return digest === null ? [one] : (this.#readable.get(originText(digest)) ?? [one]);
  }

  /** Its signature from the metadata of S3; null when there is none or the key is not known. */
  ownCheck(one: Judged): SignatureCheck | null {
    const { digest, signature } = one.file;
    const key = usableKey(one);
    if (digest === null || signature === null || key === null) return null;
    return this.#check(one, digest, key, signature);
  }

  /** Mostly checked already, by the thread that read the digest. */
  #check(one: Judged, digest: Digest, key: KeyObject, signature: string): SignatureCheck {
    const known = one.checks.find((checked) => checked.signature === signature.toLowerCase());
    if (known !== undefined) return known.check;
    const check = checkSignature(key, signingString(digest, one.file.sha256), signature);
    one.checks.push({ signature: signature.toLowerCase(), check });
    return check;
  }

  relation(next: Judged, target: Judged): Relation {
    let ofNext = this.#relations.get(next);
    if (ofNext === undefined) {
      ofNext = new Map();
      this.#relations.set(next, ofNext);
    }
    let relation = ofNext.get(target);
    if (relation === undefined) {
      relation = { hash: hashSaid(next, target), signature: this.#signatureSaid(next, target) };
      ofNext.set(target, relation);
    }
    return relation;
  }

  #signatureSaid(next: Judged, target: Judged): Relation['signature'] {
    const said = next.file.digest?.previousSignature ?? null;
    const { digest, signature } = target.file;
    if (said === null || digest === null) return 'unsaid';
    const key = usableKey(target);
    if (key === null) {
      // RSA PKCS#1 v1.5 has one signature for one text: two that differ cannot both be right.
      const areBoth = signature !== null && isHex(signature) && isHex(said);
      return areBoth && signature.toLowerCase() !== said.toLowerCase() ? 'wrong' : 'unsaid';
    }
    if (!isSignature(key, said)) return 'unsaid';
    return this.#check(target, digest, key, said) === 'valid' ? 'valid' : 'wrong';
  }
}

/** The key to check its signatures with; null when there is none. */
export function usableKey({ key }: Judged): KeyObject | null {
  return key === 'refused' ? null : key;
}

function keyFor({ digest }: DigestFile, ring: KeyRing): Judged['key'] {
  if (digest === null) return null;
  const known = ring.keys.get(digest.fingerprint);
  if (known !== undefined) return known.key;
  return ring.refused.has(digest.fingerprint) ? 'refused' : null;
}

/** True when what a digest says of the one before it cannot be true of this file. */
export function disagrees(relation: Relation): boolean {
  return relation.hash === 'differs' || relation.signature === 'wrong';
}

export function agrees(relation: Relation): boolean {
  return !disagrees(relation) && (relation.hash === 'same' || relation.signature === 'valid');
}

function hashSaid(next: Judged, target: Judged): Relation['hash'] {
  const previous = next.file.digest?.previous ?? null;
  if (previous === null || previous.hash === null) return 'unsaid';
  if (previous.hashAlgorithm !== null && previous.hashAlgorithm !== 'SHA-256') return 'unsaid';
  return previous.hash === target.file.sha256 ? 'same' : 'differs';
}

function append<K>(map: Map<K, Judged[]>, key: K, one: Judged): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [one]);
  else list.push(one);
}
