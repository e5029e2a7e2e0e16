/** What the check says of an object; closed, and the same for digests and log files. */
export const verdicts = [
  'proven',
  'moved',
  'altered',
  'chain-broken',
  'unreferenced',
  'unsigned',
  'key-unknown',
  'unproven',
  'not-covered',
  'missing',
] as const;
export type Verdict = (typeof verdicts)[number];

/** What a proof rests on. For a log file: what its digest's proof rests on. */
export const proofs = ['signature', 'previous-signature', 'hash-chain'] as const;
export type Proof = (typeof proofs)[number];

/** All of them together, worst first. */
export const overalls = ['tampered', 'unproven', 'incomplete', 'intact'] as const;
export type Overall = (typeof overalls)[number];

interface ReasonWords {
  readonly verdict: Verdict;
  /** Why, as a sentence about "it". */
  readonly sentence: string;
  /** What would settle it; null when it is settled. */
  readonly settle: string | null;
  /** What validate-logs prints after `INVALID: ` in the same case; null where it prints `valid` or nothing. */
  readonly anchor: string | null;
}

const fetchSignature =
  'Sync the digest from S3 again, or import a bundle with objects.json: its signature is kept in the metadata.';
const fetchKeys =
  'Give the keys of the time and the region of the trail (aws cloudtrail list-public-keys) with --keys.';
const fetchAgain =
  'Fetch the file from its original place again, also its older versions if the bucket keeps them.';
const fetchDigest = 'Fetch the digest of that time again; with it the file can be proven.';

/** Every reason that the check can give, with its verdict and its words. */
export const reasons = {
  signature: {
    verdict: 'proven',
    sentence: 'Its own signature is right.',
    settle: null,
    anchor: null,
  },
  'previous-signature': {
    verdict: 'proven',
    sentence: 'The signature that the next digest gives for it is right.',
    settle: null,
    anchor: null,
  },
  'hash-chain': {
    verdict: 'proven',
    sentence: 'A later digest that is proven names its hash.',
    settle: null,
    anchor: null,
  },
  'digest-moved': {
    verdict: 'moved',
    sentence: 'It is authentic, and not at the place it was delivered to.',
    settle: null,
    anchor: 'has been moved from its original location',
  },
  'gzip-damaged': {
    verdict: 'altered',
    sentence: 'Its compressed bytes are damaged: they are not what CloudTrail wrote.',
    settle: fetchAgain,
    anchor: 'invalid format',
  },
  'gzip-rest': {
    verdict: 'altered',
    sentence: 'Bytes follow its compressed content: they are not from CloudTrail.',
    settle: fetchAgain,
    anchor: 'invalid format',
  },
  'not-a-digest': {
    verdict: 'altered',
    sentence: 'Its content is not that of a digest.',
    settle: fetchAgain,
    anchor: 'invalid format',
  },
  'signature-of-other-content': {
    verdict: 'altered',
    sentence: 'Its signature was made with the right key, of other content.',
    settle: fetchAgain,
    anchor: 'signature verification failed',
  },
  'signature-unusable': {
    verdict: 'altered',
    sentence: 'Its signature is damaged, or was not made with the key that the digest names.',
    settle: fetchAgain,
    anchor: 'signature verification failed',
  },
  'contradicted-by-next': {
    verdict: 'altered',
    sentence: 'A later digest that is proven says otherwise about its content or its signature.',
    settle: fetchAgain,
    anchor: 'signature verification failed',
  },
  'contradicted-by-unproven-next': {
    verdict: 'altered',
    sentence:
      'It and the next digest contradict each other, and neither is proven: at least one has been altered.',
    settle: `${fetchSignature} Then it shows which of the two.`,
    anchor: 'signature verification failed',
  },
  'contradicts-previous': {
    verdict: 'altered',
    sentence: 'What it says about the digest before it is wrong, and that one is proven.',
    settle: fetchAgain,
    anchor: 'signature verification failed',
  },
  'contradicts-itself': {
    verdict: 'altered',
    sentence: 'The hash and the signature that it gives for the digest before it do not fit each other.',
    settle: fetchAgain,
    anchor: 'signature verification failed',
  },
  'chain-contradicted': {
    verdict: 'chain-broken',
    sentence: 'Its signature is right, and so is that of the digest before it, of which it says otherwise.',
    settle: 'Look for another version of the digest before it: one of the two was made twice.',
    anchor: null,
  },
  'no-signature': {
    verdict: 'unsigned',
    sentence: 'Its signature is not in the case: it is kept in the metadata of S3 and in the next digest.',
    settle: `${fetchSignature} The next digest will do, too.`,
    anchor: 'signature verification failed',
  },
  'signature-lost': {
    verdict: 'unsigned',
    sentence: 'Only a digest that has been altered gives a signature for it, and that one is wrong.',
    settle: fetchSignature,
    anchor: 'signature verification failed',
  },
  'no-key': {
    verdict: 'key-unknown',
    sentence: 'The key that it was signed with is not among the keys given.',
    settle: fetchKeys,
    anchor: 'public key not found',
  },
  'key-refused': {
    verdict: 'key-unknown',
    sentence: 'The key given for it is damaged, or does not fit its fingerprint.',
    settle: fetchKeys,
    anchor: 'Unable to load PKCS #1 key',
  },
  'digest-too-large': {
    verdict: 'unproven',
    sentence: 'It unpacks to more than Spoor reads of one file.',
    settle: null,
    anchor: 'invalid format',
  },
  'named-by-next': {
    verdict: 'missing',
    sentence: 'A later digest names it as the one before, and it is not in the case.',
    settle: 'Fetch it from the place that is named; if it is gone from there, somebody deleted it.',
    anchor: 'not found',
  },
  'before-the-first': {
    verdict: 'missing',
    sentence:
      'The oldest digest of the case names it as the one before: the trail began earlier than the case.',
    settle: 'Fetch it from the place that is named, or ask about a later time only.',
    anchor: 'not found',
  },
  'between-neighbours': {
    verdict: 'missing',
    sentence: 'A digest comes every hour, and there is none for this one between two that are in the case.',
    settle:
      'Fetch the digests of these hours; if they are gone, look for StopLogging or UpdateTrail before them.',
    anchor: null,
  },
  'hash-agrees': {
    verdict: 'proven',
    sentence: 'Its hash is the one that a proven digest names.',
    settle: null,
    anchor: null,
  },
  'log-moved': {
    verdict: 'moved',
    sentence: 'Its hash is the one that a proven digest names, and it is at another place.',
    settle: null,
    anchor: 'not found',
  },
  'log-gzip-damaged': {
    verdict: 'altered',
    sentence: 'Its compressed bytes are damaged: they are not what CloudTrail wrote.',
    settle: fetchAgain,
    anchor: 'invalid format',
  },
  'log-gzip-rest': {
    verdict: 'altered',
    sentence: 'Bytes follow its compressed content: they are not from CloudTrail.',
    settle: fetchAgain,
    anchor: 'unexpected data after end of compressed stream',
  },
  'hash-differs': {
    verdict: 'altered',
    sentence: 'Its hash is not the one that a proven digest names.',
    settle: fetchAgain,
    anchor: "hash value doesn't match",
  },
  'hash-differs-unproven': {
    verdict: 'altered',
    sentence:
      'Its hash is not the one that its digest names, and the digest is not proven: one of the two was altered.',
    settle: `${fetchSignature} Then it shows which of the two.`,
    anchor: "hash value doesn't match",
  },
  'named-differently': {
    verdict: 'altered',
    sentence: 'Two proven digests name different hashes for it, and it can only have one.',
    settle: fetchAgain,
    anchor: "hash value doesn't match",
  },
  'log-missing': {
    verdict: 'missing',
    sentence: 'A digest names it, and it is not in the case.',
    settle: 'Fetch it from the place that is named; if it is gone from there, somebody deleted it.',
    anchor: 'not found',
  },
  'digest-unsigned': {
    verdict: 'unsigned',
    sentence: 'Its hash agrees with a digest whose signature is not in the case.',
    settle: `${fetchSignature} The digest of the next hour will do, too.`,
    anchor: null,
  },
  'digest-key-unknown': {
    verdict: 'key-unknown',
    sentence: 'Its hash agrees with a digest whose key is not among the keys given.',
    settle: fetchKeys,
    anchor: null,
  },
  'digest-altered': {
    verdict: 'unproven',
    sentence: 'The only digest that could prove it has been altered.',
    settle: fetchDigest,
    anchor: null,
  },
  'digest-missing': {
    verdict: 'unproven',
    sentence: 'The digest of the time that it was delivered in is missing.',
    settle: fetchDigest,
    anchor: null,
  },
  'algorithm-unknown': {
    verdict: 'unproven',
    sentence: 'Its digest names a hash of a kind that this version does not know.',
    settle: 'Use a newer version of Spoor.',
    anchor: "hash value doesn't match",
  },
  'log-too-large': {
    verdict: 'unproven',
    sentence: 'It unpacks to more than Spoor reads of one file.',
    settle: null,
    anchor: null,
  },
  'not-named': {
    verdict: 'unreferenced',
    sentence:
      'The digests of the time it claims to be from are there, and none names it: it may have been planted.',
    settle: 'Compare it with other sources of the same events; look for who wrote it to the bucket.',
    anchor: null,
  },
  'after-last-digest': {
    verdict: 'not-covered',
    sentence: 'It is newer than the last digest.',
    settle: 'Sync again: digests come an hour later.',
    anchor: null,
  },
  'before-first-digest': {
    verdict: 'not-covered',
    sentence: 'It is older than the first digest.',
    settle: 'Fetch older digests, if validation was on at the time.',
    anchor: null,
  },
  'validation-off': {
    verdict: 'not-covered',
    sentence: 'No digest was made for its time: logging or validation was off.',
    settle: null,
    anchor: null,
  },
  'no-digests': {
    verdict: 'not-covered',
    sentence: 'The case has no digests of its account and region that could name it.',
    settle: 'Fetch the digests (CloudTrail-Digest), if validation was on at the time.',
    anchor: null,
  },
  'time-unknown': {
    verdict: 'not-covered',
    sentence: 'No digest names it, and its name does not say which hour, account and region it is from.',
    settle: null,
    anchor: null,
  },
} as const satisfies Record<string, ReasonWords>;

export type Reason = keyof typeof reasons;

/** What is worth knowing beside the verdict, and does not change it. */
export const notes = {
  'location-unchecked': 'Where it lay in S3 is not in the case, only its name could be compared.',
  double: 'The case has the same file from another place, too.',
  forked: 'There is another digest of the same name with other content.',
  'not-linked': 'No digest of the chain names it as the one before.',
  'content-confirmed': 'A later digest that is proven names the very hash of its content.',
  'key-out-of-time': 'The key was not valid at the time that the digest covers.',
  'account-differs': 'The account in its content is not the one in its name.',
  'moved-too': 'It is not at the place it was delivered to.',
  'named-twice': 'More than one digest names it.',
  'cut-short': 'The checksum at the end of its compressed bytes is missing; its content is whole.',
  unpacked: 'It is stored unpacked; digests name the hash of unpacked bytes.',
} as const satisfies Record<string, string>;
export type Note = keyof typeof notes;

/** The verdict that goes with a reason. */
export function verdictOf(reason: Reason): Verdict {
  return reasons[reason].verdict;
}

const badness: Readonly<Record<Verdict, Overall>> = {
  altered: 'tampered',
  'chain-broken': 'tampered',
  unreferenced: 'tampered',
  unsigned: 'unproven',
  'key-unknown': 'unproven',
  unproven: 'unproven',
  'not-covered': 'unproven',
  missing: 'incomplete',
  proven: 'intact',
  moved: 'intact',
};

/**
 * The worst of what was found. Time without evidence makes it incomplete even when every object is proven; so does
 * a case in which there is nothing to check.
 */
export function overallOf(found: Iterable<Verdict>, hasGaps: boolean): Overall {
  let isEmpty = true;
  let worst = overalls.indexOf(hasGaps ? 'incomplete' : 'intact');
  for (const verdict of found) {
    isEmpty = false;
    worst = Math.min(worst, overalls.indexOf(badness[verdict]));
  }
  return isEmpty ? 'incomplete' : (overalls[worst] ?? 'tampered');
}
