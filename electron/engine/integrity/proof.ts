import type { Proof } from '../../contract/integrity.ts';
import { endOf } from './digest-file.ts';
import { agrees, disagrees, type Judged, type ProofGraph, usableKey } from './proof-graph.ts';
import { isHex } from './signature.ts';
import type { Reason } from './verdicts.ts';

const hourMs = 3_600_000;

/**
 * Judges every digest of a case.
 *
 * First what can be proven by a signature, its own or the one that the next digest gives. From there hashes prove
 * the digests before, which need neither key nor signature then. Only afterwards contradictions are looked at: what
 * is proven outweighs what is not, whichever of them is newer.
 */
export function judgeDigests(graph: ProofGraph): void {
  for (const one of graph.all) judgeAlone(graph, one);
  spreadProof(graph);
  for (const one of graph.all) if (one.standing === 'proven') weighProven(graph, one);
  for (const one of graph.all) if (one.standing === 'pending') weighAgainstProven(graph, one);
  for (const one of graph.all) if (one.standing !== 'void') weighStrangers(graph, one);
  const newestFirst = [...graph.all].sort((a, b) => (endOf(b.file) ?? 0) - (endOf(a.file) ?? 0));
  for (const one of newestFirst) if (one.standing === 'pending') weighUnproven(graph, one);
  for (const one of graph.all) {
    if (one.standing === 'pending') one.reason = openReason(graph, one);
    addNotes(graph, one);
  }
}

function prove(one: Judged, how: Proof, by: Judged | null): void {
  Object.assign(one, { standing: 'proven', reason: how, how, by } satisfies Partial<Judged>);
}

function refute(one: Judged, reason: Reason, by: Judged | null): void {
  Object.assign(one, { standing: 'void', reason, how: null, by } satisfies Partial<Judged>);
}

function judgeAlone(graph: ProofGraph, one: Judged): void {
  const wrong = one.file.fault ?? signatureFault(graph, one);
  if (wrong !== null) refute(one, wrong, null);
  else if (graph.ownCheck(one) === 'valid') prove(one, 'signature', null);
  else if (usableKey(one) !== null) {
    const signer = graph.nextOf(one).find((next) => graph.relation(next, one).signature === 'valid');
    if (signer !== undefined) prove(one, 'previous-signature', signer);
  }
}

function signatureFault(graph: ProofGraph, one: Judged): Reason | null {
  const own = graph.ownCheck(one);
  if (own === 'other-content') return 'signature-of-other-content';
  return own === 'unusable' ? 'signature-unusable' : null;
}

function spreadProof(graph: ProofGraph): void {
  const proven = graph.all.filter(({ standing }) => standing === 'proven');
  for (let one = proven.pop(); one !== undefined; one = proven.pop()) {
    for (const target of graph.previousOf(one)) {
      const relation = graph.relation(one, target);
      if (relation.hash !== 'same') continue;
      if (target.standing === 'void') target.notes.add('content-confirmed');
      if (target.standing !== 'pending') continue;
      // Content is as it was, and the signature that came with the file is another: that was altered.
      if (relation.signature === 'wrong' && target.file.signature !== null) {
        refute(target, 'contradicted-by-next', one);
        target.notes.add('content-confirmed');
        continue;
      }
      prove(target, 'hash-chain', one);
      proven.push(target);
    }
  }
}

/** A proven digest against what it says is before it. */
function weighProven(graph: ProofGraph, one: Judged): void {
  const targets = graph.previousOf(one);
  const isAnyRight = targets.some((target) => agrees(graph.relation(one, target)));
  for (const target of targets) {
    if (!disagrees(graph.relation(one, target))) continue;
    if (target.standing === 'pending') refute(target, 'contradicted-by-next', one);
    if (target.standing !== 'proven' || isAnyRight) continue;
    one.standing = 'broken';
    one.reason = 'chain-contradicted';
    one.by = target;
  }
}

/** A digest that is not proven, and says something wrong of one that is. */
function weighAgainstProven(graph: ProofGraph, one: Judged): void {
  const targets = graph.previousOf(one);
  if (targets.some((target) => agrees(graph.relation(one, target)))) return;
  const wronged = targets.find(
    (target) =>
      (target.standing === 'proven' || target.standing === 'broken') &&
      disagrees(graph.relation(one, target)),
  );
  if (wronged !== undefined) refute(one, 'contradicts-previous', wronged);
}

/** A file in the place of a digest that is not what the next one says of it, and is not proven to be another. */
function weighStrangers(graph: ProofGraph, one: Judged): void {
  const previous = one.file.digest?.previous ?? null;
  if (previous === null) return;
  const reason = one.standing === 'pending' ? 'contradicted-by-unproven-next' : 'contradicted-by-next';
  for (const stranger of graph.strangersAt(previous)) {
    if (stranger.standing === 'pending' && stranger !== one) refute(stranger, reason, one);
  }
}

/** Two digests that are not proven, and contradict each other. */
function weighUnproven(graph: ProofGraph, one: Judged): void {
  for (const target of graph.previousOf(one)) {
    if (target.standing !== 'pending') continue;
    const relation = graph.relation(one, target);
    if (!disagrees(relation)) continue;
    if (relation.hash === 'same' && usableKey(target) !== null) {
      refute(one, 'contradicts-itself', target);
      return;
    }
    const isVouchedFor = graph
      .nextOf(target)
      .some((next) => next.standing !== 'void' && agrees(graph.relation(next, target)));
    if (!isVouchedFor) refute(target, 'contradicted-by-unproven-next', one);
  }
}

/** Why nothing is decided. Without a signature a key would not help, so that is said first. */
function openReason(graph: ProofGraph, one: Judged): Reason {
  const { signature } = one.file;
  const next = graph.nextOf(one).filter(({ file }) => isHex(file.digest?.previousSignature ?? ''));
  const isSigned = signature !== null || next.some(({ standing }) => standing !== 'void');
  if (!isSigned || usableKey(one) !== null) {
    return next.some(({ standing }) => standing === 'void') ? 'signature-lost' : 'no-signature';
  }
  return one.key === 'refused' ? 'key-refused' : 'no-key';
}

function addNotes(graph: ProofGraph, one: Judged): void {
  const { digest, named, sha256, isUnpacked } = one.file;
  if (isUnpacked) one.notes.add('unpacked');
  if (digest === null) return;
  if (one.file.whereabouts === 'unchecked') one.notes.add('location-unchecked');
  if (one.file.whereabouts === 'moved') one.notes.add('moved-too');
  if (digest.account !== null && named !== null && digest.account !== named.account) {
    one.notes.add('account-differs');
  }
  const copies = graph.copiesOf(one);
  if (copies.length > 1) {
    if (copies.some((copy) => copy !== one && copy.file.sha256 === sha256)) one.notes.add('double');
    if (copies.some((copy) => copy.file.sha256 !== sha256)) one.notes.add('forked');
  }
  const key = graph.ring.keys.get(digest.fingerprint);
  // A backfill digest is signed whenever it is made, long after the time that it covers.
  if (key === undefined || named?.isBackfill === true) return;
  const isEarly = key.validFromMs !== null && digest.endMs < key.validFromMs - hourMs;
  const isLate = key.validUntilMs !== null && digest.startMs > key.validUntilMs + hourMs;
  if (isEarly || isLate) one.notes.add('key-out-of-time');
}
