import type { ReasonWords } from './verdicts.ts';

const fetchSignature =
  'Sync the digest from S3 again, or import a bundle with objects.json: its signature is kept in the metadata.';
const fetchKeys =
  'Give the keys of the time and the region of the trail (aws cloudtrail list-public-keys) with --keys.';
const fetchAgain =
  'Fetch the file from its original place again, also its older versions if the bucket keeps them.';
const fetchDigest = 'Fetch the digest of that time again; with it the file can be proven.';

/** Why a log file has its verdict. */
export const logReasons = {
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
  'log-not-as-imported': {
    verdict: 'altered',
    sentence:
      'The case holds other bytes than those that were imported: the case file was altered, or is damaged.',
    settle: 'Import the file again into a new case, from where it came; compare the SHA-256 in the ledger.',
    anchor: "hash value doesn't match",
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
    sentence: 'The only digest that could prove it has been altered, or cannot be read.',
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
      'The digests of the time it claims to be from are there, and none names it: it was planted, or is of another trail.',
    settle: 'Find out who wrote it to the bucket, and whether a trail without validation delivers there.',
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
