import type { ReasonWords } from './verdicts.ts';

const fetchSignature =
  'Sync the digest from S3 again, or import a bundle with objects.json: its signature is kept in the metadata.';
const fetchKeys =
  'Give the keys of the time and the region of the trail (aws cloudtrail list-public-keys) with --keys.';
const fetchAgain =
  'Fetch the file from its original place again, also its older versions if the bucket keeps them.';

/** Why a digest has its verdict. */
export const digestReasons = {
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
  'digest-not-as-imported': {
    verdict: 'altered',
    sentence:
      'The case holds other bytes than those that were imported: the case file was altered, or is damaged.',
    settle: 'Import the file again into a new case, from where it came; compare the SHA-256 in the ledger.',
    anchor: 'signature verification failed',
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
} as const satisfies Record<string, ReasonWords>;
