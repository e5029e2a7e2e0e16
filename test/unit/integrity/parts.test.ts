import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verdicts } from '../../../electron/contract/integrity.ts';
import { readDigest } from '../../../electron/engine/integrity/digest.ts';
import { readDigestKey, writeDigestKey } from '../../../electron/engine/integrity/digest-key.ts';
import { readKeyFile } from '../../../electron/engine/integrity/key-file.ts';
import { fingerprintOf, keyRing } from '../../../electron/engine/integrity/key-ring.ts';
import { hashLog } from '../../../electron/engine/integrity/log-hash.ts';
import { whereabouts } from '../../../electron/engine/integrity/place.ts';
import { checkSignature } from '../../../electron/engine/integrity/signature.ts';
import { signingString } from '../../../electron/engine/integrity/signing-string.ts';
import { unpack } from '../../../electron/engine/integrity/unpack.ts';
import { notes, overallOf, reasons } from '../../../electron/engine/integrity/verdicts.ts';
import { contentOf, makeKey, sha256, signDigest, TestTrail } from '../../support/digests.ts';

const key = makeKey();

describe('the string to sign', () => {
  it('is that of the test vector of aws-cli', () => {
    const digest = { endTime: 'a', bucket: 'b', key: 'c', previousSignature: null };
    expect(signingString(digest, sha256('abc'))).toBe(
      'a\nb/c\nba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\nnull',
    );
  });

  it('has the signature before as it is written, also in a form that is no signature', () => {
    const digest = { endTime: 'a', bucket: 'b', key: 'c', previousSignature: 'ab$cd' };
    expect(signingString(digest, 'hash')).toBe('a\nb/c\nhash\nab$cd');
  });
});

describe('a signature', () => {
  const { json } = new TestTrail({ key }).write(1).hours[0] ?? {};
  const loaded = keyRing([key.given]).keys.get(key.given.fingerprint)?.key;
  if (json === undefined || loaded === undefined) throw new Error('one hour, one key');
  const text = [
    json.digestEndTime,
    `${json.digestS3Bucket}/${json.digestS3Object}`,
    sha256(contentOf(json)),
    'null',
  ];

  it('is valid, of other content, or unusable', () => {
    const signature = signDigest(json, key);
    expect(checkSignature(loaded, text.join('\n'), signature)).toBe('valid');
    expect(checkSignature(loaded, text.join('\n'), signature.toUpperCase())).toBe('valid');
    expect(checkSignature(loaded, `${text.join('\n')}\n`, signature)).toBe('other-content');
    expect(checkSignature(loaded, text.join('\n'), signDigest(json, makeKey()))).toBe('unusable');
    expect(checkSignature(loaded, text.join('\n'), `${signature}00`)).toBe('unusable');
  });
});

describe('public keys', () => {
  const spki = createPublicKey({ key: Buffer.from(key.given.der), format: 'der', type: 'pkcs1' });
  const spkiDer = spki.export({ type: 'spki', format: 'der' });

  it('are taken in PKCS#1 and SPKI, under the fingerprint of either form', () => {
    const given = { ...key.given, der: spkiDer };
    expect(keyRing([given]).keys.has(key.given.fingerprint)).toBe(true);
    expect(keyRing([{ ...given, fingerprint: fingerprintOf(spkiDer) }]).refused.size).toBe(0);
  });

  it('are refused when they are no RSA keys, or not what their fingerprint says', () => {
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
      type: 'spki',
      format: 'der',
    });
    const ring = keyRing([
      { ...key.given, fingerprint: 'aa', der: new Uint8Array([1, 2, 3]) },
      { ...key.given, fingerprint: 'bb', der: curve },
      { ...key.given, fingerprint: 'cc' },
    ]);
    expect(Object.fromEntries(ring.refused)).toEqual({
      aa: 'no-rsa-key',
      bb: 'no-rsa-key',
      cc: 'fingerprint-differs',
    });
  });

  it('are read from what list-public-keys prints, in every form that it has', () => {
    const value = Buffer.from(key.given.der).toString('base64');
    const { fingerprint } = key.given;
    const entry = { Value: value, Fingerprint: fingerprint };
    const files = [
      { PublicKeyList: [{ ...entry, ValidityStartTime: 1436317441.0, ValidityEndTime: 1438909441.0 }] },
      { publicKeyList: [{ ...entry, ValidityStartTime: '1436317441.0', ValidityEndTime: '1438909441.0' }] },
      [{ ...entry, ValidityStartTime: '2015-07-08T01:04:01+00:00', ValidityEndTime: '2015-08-07T01:04:01Z' }],
    ];
    const expected = {
      fingerprint,
      der: key.given.der,
      validFromMs: 1_436_317_441_000,
      validUntilMs: 1_438_909_441_000,
    };
    for (const file of files) expect(readKeyFile(JSON.stringify(file))).toEqual([expected]);
  });

  it('are read from PEM, with the fingerprint computed', () => {
    for (const type of ['pkcs1', 'spki'] as const) {
      const pem = String(spki.export({ type, format: 'pem' }));
      const [read] = readKeyFile(`a comment\n${pem}\n`);
      expect(read === undefined ? 0 : keyRing([read]).keys.size).toBe(1);
      const [listed] = readKeyFile(JSON.stringify([{ Value: pem, Fingerprint: key.given.fingerprint }]));
      expect(listed === undefined ? 0 : keyRing([listed]).keys.size).toBe(1);
    }
  });

  it.each(['', 'hello', '{"Records":[]}'])('%j is no file of keys', (text) => {
    expect(() => readKeyFile(text)).toThrow(/public keys|list of/);
  });
});

describe('the key of a digest', () => {
  const region = fc.constantFrom('eu-west-1', 'us-east-1', 'us-gov-west-1', 'ap-southeast-2');
  const digestKey = fc.record({
    prefix: fc.constantFrom('', 'logs', 'a/b', 'o-abc', 'AWSLogs'),
    organization: fc.constantFrom(null, 'o-abcdefghij'),
    account: fc.stringMatching(/^\d{12}$/),
    region,
    trail: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{2,40}$/),
    homeRegion: region,
    endMs: fc.integer({ min: 1_400_000_000, max: 4_000_000_000 }).map((seconds) => seconds * 1000),
    isBackfill: fc.boolean(),
  });

  it('is read as it was written, whatever the trail is called', () => {
    fc.assert(
      fc.property(digestKey, (digest) => {
        expect(readDigestKey(writeDigestKey(digest))).toEqual(digest);
      }),
    );
  });

  it('tells the trail `audit_us-east-1` from the trail `audit`, which aws-cli does not', () => {
    const name = (trail: string): string =>
      `AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/01/02/111122223333_CloudTrail-Digest_us-east-1_${trail}_us-east-1_20260102T030405Z.json.gz`;
    expect(readDigestKey(name('audit'))).toMatchObject({ trail: 'audit', homeRegion: 'us-east-1' });
    expect(readDigestKey(name('audit_us-east-1'))).toMatchObject({
      trail: 'audit_us-east-1',
      homeRegion: 'us-east-1',
    });
  });

  it('is read from a name without its folders, and from the layout without a trail', () => {
    expect(readDigestKey('111122223333_CloudTrail-Digest_us-east-1_20260102T030405Z.json.gz')).toEqual({
      prefix: null,
      organization: null,
      account: '111122223333',
      region: 'us-east-1',
      trail: null,
      homeRegion: null,
      endMs: Date.UTC(2026, 0, 2, 3, 4, 5),
      isBackfill: false,
    });
  });

  it.each([
    'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/02/111122223333_CloudTrail_us-east-1_20260102T0305Z_aaaaaaaaaaaaaaaa.json.gz',
    '111122223333_CloudTrail-Digest_us-east-1_main_us-east-1_20261302T030405Z.json.gz',
    '',
  ])('%j is none', (text) => {
    expect(readDigestKey(text)).toBeNull();
  });
});

describe('a gzip member', () => {
  const content = Buffer.from('{"Records":[]}');

  it('is taken whole, with every optional field of its header', () => {
    const plain = gzipSync(content);
    const optional = Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 4 + 8 + 16, 0, 0, 0, 0, 0, 3, 2, 0, 1, 2]),
      Buffer.from('name\0comment\0'),
      plain.subarray(10),
    ]);
    expect(unpack(optional)).toEqual({ bytes: content, problem: null });
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'cut-short'],
    ['half a header', gzipSync(content).subarray(0, 5), 'cut-short'],
    ['no trailer', gzipSync(content).subarray(0, -8), 'cut-short'],
    ['half a trailer', gzipSync(content).subarray(0, -3), 'cut-short'],
    ['plain JSON', content, 'not-gzip'],
    ['a second member', Buffer.concat([gzipSync(content), gzipSync(content)]), 'rest'],
    ['zeros behind', Buffer.concat([gzipSync(content), Buffer.alloc(3)]), 'rest'],
    ['reserved bits', Buffer.from([0x1f, 0x8b, 8, 0x80, ...gzipSync(content).subarray(4)]), 'damaged'],
    ['a wrong checksum', Buffer.concat([gzipSync(content).subarray(0, -8), Buffer.alloc(8)]), 'damaged'],
    ['a bomb', gzipSync(Buffer.alloc(40 * 1024 * 1024)), 'too-large'],
  ])('%s is told', (_, bytes, problem) => {
    expect(unpack(bytes).problem).toBe(problem);
  });

  it('cut anywhere gives what is before the cut, and never all of it with a right checksum', () => {
    const whole = gzipSync(Buffer.from('abcdefghij'.repeat(500)));
    for (let length = 0; length < whole.length; length += 1) {
      expect(unpack(whole.subarray(0, length)).problem).toBe('cut-short');
    }
  });

  it('of a log is hashed unpacked, and JSON as it is when its name promises no gzip', () => {
    const hash = sha256(content);
    expect(hashLog('a.json.gz', gzipSync(content))).toEqual({ sha256: hash, problem: null });
    expect(hashLog('a.json', content)).toEqual({ sha256: hash, problem: null });
    expect(hashLog('a.json.gz', content).problem).toBe('not-gzip');
  });
});

describe('a place', () => {
  const origin = { bucket: 'acme', key: 'p/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02/a.json.gz' };

  it.each([
    ['acme', origin.key, 'original'],
    ['acme', `x/${origin.key}`, 'moved'],
    ['other', origin.key, 'moved'],
    [null, origin.key, 'unchecked'],
    [null, `copy.zip!${origin.key}`, 'unchecked'],
    [null, '/evidence/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/02/a.json.gz', 'unchecked'],
    [null, '/evidence/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/03/a.json.gz', 'moved'],
    [null, '/evidence/a.json', 'unchecked'],
    [null, '/evidence/b.json.gz', 'moved'],
  ])('%s %s is %s', (bucket, name, expected) => {
    expect(whereabouts({ bucket, key: name }, origin)).toBe(expected);
  });
});

describe('the words', () => {
  it('every reason has a verdict of the list, and both it and every note are sentences', () => {
    for (const reason of Object.values(reasons)) {
      expect(verdicts).toContain(reason.verdict);
      expect(reason.sentence).toMatch(/^[A-Z].*\.$/);
      if (reason.settle !== null) expect(reason.settle).toMatch(/^[A-Z].*\.$/);
    }
    for (const note of Object.values(notes)) expect(note).toMatch(/^[A-Z].*\.$/);
    expect(new Set(Object.values(reasons).map(({ verdict }) => verdict))).toEqual(new Set(verdicts));
  });

  it('the worst verdict is the overall one; a gap makes it incomplete', () => {
    expect(overallOf(['proven', 'moved'], false)).toBe('intact');
    expect(overallOf(['proven'], true)).toBe('incomplete');
    expect(overallOf(['missing', 'proven'], false)).toBe('incomplete');
    expect(overallOf(['missing', 'not-covered'], true)).toBe('unproven');
    expect(overallOf(['unsigned', 'altered', 'missing'], true)).toBe('tampered');
  });
});

describe('the content of a digest', () => {
  const real =
    '/work/shared/data/protectai__llm-guard/derived/327878933619_CloudTrail-Digest_ap-northeast-1_llm-guard-trail_us-west-2_20231015T230404Z.json.gz';

  it.skipIf(!existsSync(real))('of a real trail is read whole', () => {
    const { bytes, problem } = unpack(readFileSync(real));
    const digest = readDigest(bytes ?? new Uint8Array());
    expect(problem).toBeNull();
    expect(digest).toMatchObject({
      account: '327878933619',
      startMs: Date.UTC(2023, 9, 15, 22, 4, 4),
      endMs: Date.UTC(2023, 9, 15, 23, 4, 4),
      endTime: '2023-10-15T23:04:04Z',
      bucket: 'llm-guard-trail',
      fingerprint: 'be2f0b997552f44942837300ba1aba9d',
      signatureAlgorithm: 'SHA256withRSA',
      previous: { hashAlgorithm: 'SHA-256', bucket: 'llm-guard-trail' },
    });
    expect(digest?.logFiles).toHaveLength(5);
    expect(digest?.previousSignature).toHaveLength(512);
    const named = readDigestKey(digest?.key ?? '');
    expect(named).toMatchObject({
      trail: 'llm-guard-trail',
      homeRegion: 'us-west-2',
      region: 'ap-northeast-1',
      prefix: '',
    });
    expect(path.posix.basename(digest?.key ?? '')).toBe(path.basename(real));
    expect(named === null ? '' : writeDigestKey(named)).toBe(digest?.key);
  });

  const json = new TestTrail({ key }).write(1).hours[0]?.json;

  it.each([
    ['no JSON', 'x'],
    ['a byte order mark', `\ufeff${JSON.stringify(json)}`],
    ['a list', `[${JSON.stringify(json)}]`],
    ['no time', JSON.stringify({ ...json, digestEndTime: null })],
    ['no previous signature, not even null', JSON.stringify({ ...json, previousDigestSignature: undefined })],
    ['a log without a hash', JSON.stringify({ ...json, logFiles: [{ s3Bucket: 'a', s3Object: 'b' }] })],
  ])('%s is none', (_, text) => {
    expect(readDigest(Buffer.from(text))).toBeNull();
  });

  it('without log files, and with fields of a later version, is read', () => {
    const read = readDigest(Buffer.from(JSON.stringify({ ...json, logFiles: null, fieldOfTomorrow: [1] })));
    expect(read?.logFiles).toEqual([]);
  });
});
