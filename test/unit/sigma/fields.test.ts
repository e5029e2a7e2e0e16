import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { compileDetection, detectionOf } from '../../../electron/engine/sigma/detection.ts';
import { eventRule, finds, found, refusalOf } from './rules.ts';

const at = (value: unknown) => ({ requestParameters: { key: value } });
const key = 'requestParameters.key';

describe('a selection', () => {
  it('is all the fields of a map', () => {
    const both = { eventName: 'DeleteTrail', eventSource: 'cloudtrail.amazonaws.com' };
    expect(
      found('eventName: DeleteTrail\neventSource: cloudtrail.amazonaws.com', [
        both,
        { ...both, eventName: 'StopLogging' },
        { eventName: 'DeleteTrail' },
      ]),
    ).toEqual([0]);
  });

  it('is any map of a list', () => {
    const records = [{ eventName: 'A' }, { userAgent: 'B' }, { eventName: 'B' }];
    expect(found('- eventName: A\n- userAgent: B', records)).toEqual([0, 1]);
  });

  it('takes any value of a list', () => {
    expect(found(`${key}: [a, b]`, [at('a'), at('b'), at('c'), {}])).toEqual([0, 1]);
  });

  it('of texts is found anywhere in the record', () => {
    const records = [at('the secret word'), at({ deep: ['SECRET'] }), at('else'), { secret: 1 }];
    expect(found('- secret\n- nothing here', records)).toEqual([0, 1, 3]);
    expect(found("'|all': [the, word]", records)).toEqual([0]);
    expect(found('- the*word', records)).toEqual([0]);
    expect(found('- s?cret', records)).toEqual([0, 1, 3]);
    expect(eventRule('keywords: [two words]\ncondition: keywords').text).toBe('"two words"');
  });

  it('reaches through lists', () => {
    const record = { requestParameters: { layers: [{ command: ['sh', '-c'] }] } };
    expect(found('requestParameters.layers.command: sh', [record])).toEqual([0]);
  });

  it('finds texts in an object, and in the policy that is a text in it', () => {
    const policyDocument = JSON.stringify({ Effect: 'Allow', Action: ['s3:GetObject'] });
    const records = [{ requestParameters: { policyDocument } }, { requestParameters: { a: 's3:GetObject' } }];
    expect(found(`requestParameters|contains|all: ['"s3:GetObject"', '"Allow"']`, records)).toEqual([0]);
    expect(found('requestParameters|contains: getobject', records)).toEqual([0, 1]);
  });

  it.each([
    ['s: {}\ncondition: s', 'Its selection “s” is empty.'],
    ['s: []\ncondition: s', 'Its selection “s” is empty.'],
    ['s: {a: []}\ncondition: s', 'The list of values of “a” is empty.'],
    ['s: {a: {b: c}}\ncondition: s', 'A value of “a” is no text, number, true, false or null.'],
    ['s: {a..b: c}\ncondition: s', '“a..b” is no name of a field.'],
    ["s: ['']\ncondition: s", 'A keyword is empty: it would find every event.'],
    ['s: {a: b}', 'Its detection has no condition.'],
  ])('%s is refused', (detection, reason) => {
    expect(refusalOf(detection)).toBe(reason);
  });
});

describe('a value', () => {
  it('ignores case', () => {
    expect(found(`${key}: ABC`, [at('abc'), at('aBc'), at('abcd')])).toEqual([0, 1]);
  });

  it.each([
    ["'a*c'", ['ac', 'abbc', 'a\nc'], ['abcd', 'b']],
    ["'a?c'", ['abc', 'a.c', 'a\nc'], ['ac', 'abbc']],
    ["'*?c'", ['abc', 'bc'], ['c']],
    [String.raw`'a\*c'`, ['a*c'], ['abc']],
    [String.raw`'a\?c'`, ['a?c'], ['abc', String.raw`a\?c`]],
    [String.raw`'a\\*'`, [String.raw`a\b`], ['a*', 'ab']],
    [String.raw`'C:\dir'`, [String.raw`C:\dir`], ['C:dir']],
    ["'a.c'", ['a.c'], ['abc']],
  ])('%s has wildcards where they are not escaped', (value, yes, no) => {
    expect(found(`${key}: ${value}`, [...yes, ...no].map(at))).toEqual(yes.map((_, n) => n));
  });

  it('that is a number is the number and its text, however it is spelled', () => {
    const records = ['{"requestParameters":{"key":5.0}}', at(5), at('5'), at(50), at('x')];
    expect(found(`${key}: 5`, records)).toEqual([0, 1, 2]);
  });

  it('that is a number with zeros is the text that was meant', () => {
    expect(found(`${key}: 011122223333`, [at('011122223333'), at('11122223333')])).toEqual([0]);
  });

  it('true is JSON’s true and the text', () => {
    const records = [at(true), at('true'), at('True'), at(false), {}];
    expect(found(`${key}: true`, records)).toEqual([0, 1, 2]);
    expect(found(`${key}: 'true'`, records)).toEqual([0, 1, 2]);
  });

  it('null is missing or null, and no text', () => {
    expect(found(`${key}: null`, [{}, at(null), at(''), at('null')])).toEqual([0, 1]);
    expect(found(`${key}: [null, a]`, [{}, at('a'), at('b')])).toEqual([0, 1]);
    expect(found('errorCode: null', [{}, { errorCode: null }, { errorCode: 'AccessDenied' }])).toEqual([
      0, 1,
    ]);
  });

  it('the text null is not JSON’s null', () => {
    expect(found(`${key}: 'null'`, [at('null'), at(null)])).toEqual([0]);
    expect(found(`${key}: n*`, [at('none'), at(null)])).toEqual([0]);
  });

  it('of no letters is the empty text', () => {
    expect(found(`${key}: ''`, [at(''), {}, at(null), at('a')])).toEqual([0]);
  });

  it('* is any value', () => {
    expect(found(`${key}: '*'`, [at('a'), at(''), at(0), at({ a: 1 }), at(null), {}])).toEqual([0, 1, 2, 3]);
    expect(found("errorCode|contains: '*'", [{ errorCode: 'X' }, {}, { errorCode: null }])).toEqual([0]);
  });
});

describe('a modifier', () => {
  const b64 = (text: string) => Buffer.from(text).toString('base64');

  it.each<[string, string, readonly unknown[], readonly unknown[]]>([
    ['contains', 'b', ['abc', 'B', { a: 'b' }], ['a']],
    ['startswith', 'a', ['abc', 'A'], ['ba']],
    ['endswith', 'c', ['abc', 'C'], ['ca']],
    ['contains|all', '[a, c]', ['abc', 'ca'], ['ab', 'c']],
    ['contains|cased', 'B', ['aBc'], ['abc']],
    ['cased', 'B', ['B'], ['b']],
    ['re', "'^a+$'", ['aa'], ['AA', 'ab']],
    ['re|i', "'^a+$'", ['aa', 'AA'], ['ab']],
    ['re|s', "'a.c'", ['a\nc'], ['ac']],
    ['re|m', "'^b$'", ['a\nb'], ['ab']],
    ['re', String.raw`'a\/b/c'`, ['a/b/c'], ['ab']],
    ['re', "'.*'", ['', 'a'], [null]],
    ['cidr', '10.0.0.0/8', ['10.1.2.3'], ['11.0.0.1', '10', 'x']],
    ['cidr', "[10.0.0.0/8, '2001:db8::/32']", ['10.1.2.3', '2001:db8::1'], ['11.0.0.1']],
    ['lt', '5', [4, '4'], [5, 'x', null]],
    ['lte', '5', [5], [5.1]],
    ['gt', '5', [6], [5]],
    ['gte', '5.0', [5], [4]],
    ['windash', "'-enc'", ['-enc', '/enc', '–enc', '—enc', '―enc'], ['enc']],
    ['windash|contains', "' -enc'", ['x /enc y'], ['x enc y']],
    ['base64', 'secret', [b64('secret')], ['secret']],
    [
      'base64offset|contains',
      'secret',
      [b64('secret'), b64('a secret'), b64('my secret!'), b64('xxxsecret')],
      [b64('else')],
    ],
    [
      'wide|base64offset|contains',
      'secret',
      [Buffer.from('a secret', 'utf16le').toString('base64')],
      [b64('secret')],
    ],
    ['utf16be|base64', 'a', [Buffer.from([0, 97]).toString('base64')], [b64('a')]],
    ['neq', 'a', ['b', null], ['a', 'A']],
  ])('%s: %s', (modifiers, value, yes, no) => {
    expect(found(`${key}|${modifiers}: ${value}`, [...yes, ...no].map(at))).toEqual(yes.map((_, n) => n));
  });

  it('exists asks for the key', () => {
    const records = [at('a'), at(null), { requestParameters: null }, {}];
    expect(found(`${key}|exists: true`, records)).toEqual([0, 1]);
    expect(found(`${key}|exists: false`, records)).toEqual([2, 3]);
  });

  it('fieldref compares with another field', () => {
    const record = (user: string) => ({
      userIdentity: { userName: 'alice' },
      requestParameters: { userName: user },
    });
    const selection = 'requestParameters.userName|fieldref: userIdentity.userName';
    expect(found(selection, [record('alice'), record('bob'), {}])).toEqual([0]);
  });

  it('expand takes the values of placeholders', () => {
    const values = new Map([
      ['Admins', ['alice', 'b*']],
      ['Net', ['10.0.0.0/8', '192.0.2.0/24']],
    ]);
    const records = [at('arn/alice'), at('arn/bob'), at('arn/carol'), at('alice')];
    expect(found(`${key}|expand: arn/%Admins%`, records, values)).toEqual([0, 1]);
    expect(found(`${key}|expand|cidr: '%Net%'`, [at('192.0.2.7'), at('198.51.100.7')], values)).toEqual([0]);
    expect(found(`${key}: '%Admins%'`, [at('%Admins%'), at('alice')], values)).toEqual([0]);
  });

  it.each([
    ["{a|expand: '%Missing%'}", 'The placeholder %Missing% has no values in the values file.'],
    ['{a|minute: 5}', 'The modifier “minute” of “a|minute” is not supported.'],
    [
      '{a|fieldref|startswith: b}',
      'The modifiers fieldref and startswith of “a|fieldref|startswith” cannot stand together.',
    ],
    ['{a|re|contains: b}', 'The modifiers re and contains of “a|re|contains” cannot stand together.'],
    ['{a|utf16|contains: b}', 'The modifier utf16 is supported only before base64 and base64offset.'],
    ['{a|base64: "b*"}', 'base64 of a value with wildcards is not possible.'],
    ['{a|gt: x}', '“a|gt” needs a number.'],
    ['{a|exists: x}', '“a|exists” needs true or false.'],
    ['{a|contains: null}', 'null is no value for “a|contains”.'],
    ['{a|cidr: 10.0.0.0/40}', '“10.0.0.0/40” is no address range.'],
    ["{a|re: ''}", 'A regular expression is empty.'],
    [`{a|re: ${'x'.repeat(5001)}}`, 'Its regular expressions are together longer than 5000 characters.'],
  ])('%s is refused', (selection, reason) => {
    expect(refusalOf(`s: ${selection}\ncondition: s`)).toBe(reason);
  });

  it('re that looks around is refused, as it could take for ever', () => {
    expect(refusalOf("s: {a|re: '(?=b)'}\ncondition: s")).toMatch(/no regular expression that Spoor can run/);
  });
});

describe('a field that is a column', () => {
  it('is looked up in the column', () => {
    const { text } = eventRule(
      's: {eventName: A, eventSource: s3.amazonaws.com, userAgent|contains: x, sourceIPAddress: AWS Internal}\ncondition: s',
    );
    expect(text).toBe('name:A source:s3.amazonaws.com agent:*x* ip:"AWS Internal" -category:Insight');
  });

  it('is looked up in the record where the column takes a value another way', () => {
    const sources = [{ eventSource: 's3' }, { eventSource: 's3.amazonaws.com' }];
    expect(found('eventSource: s3', sources)).toEqual([0]);
    const addresses = [{ sourceIPAddress: '2001:db8::1' }, { sourceIPAddress: '2001:DB8:0::1' }];
    expect(found("sourceIPAddress: '2001:db8::1'", addresses)).toEqual([0]);
    expect(found('sourceIPAddress|cidr: 2001:db8::/32', addresses)).toEqual([0, 1]);
    expect(found("readOnly|cased: 'True'", [{ readOnly: 'True' }, { readOnly: 'true' }])).toEqual([0]);
  });

  const insight = {
    eventCategory: 'Insight',
    eventType: 'AwsCloudTrailInsight',
    insightDetails: { eventName: 'DeleteBucket', eventSource: 's3.amazonaws.com', errorCode: 'X' },
  };

  it('does not take an Insight on a call for the call', () => {
    expect(found('eventName: DeleteBucket', [insight, { eventName: 'DeleteBucket' }])).toEqual([1]);
    expect(found('insightDetails.eventName: DeleteBucket', [insight])).toEqual([0]);
  });

  it('finds an Insight that a rule asks for', () => {
    const rule = eventRule(
      's: {eventType: AwsCloudTrailInsight}\nf: {eventName: DeleteBucket}\ncondition: s and not f',
    );
    expect(finds(rule, insight)).toBe(true);
  });
});

describe('the text of a rule', () => {
  const scalar = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.constantFrom(
      'AND',
      '*',
      'a*b?c',
      '\\*',
      '10.0',
      's3',
      '=x',
      '-',
      'null',
      'cidr:10.0.0.0/8',
      '',
      '203.0.113.7',
    ),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const name = fc.constantFrom(
    'eventName',
    'eventSource',
    'sourceIPAddress',
    'errorCode',
    'readOnly',
    'requestParameters',
    'raw',
    'a key',
    'x.y-z',
    'status',
    'exists',
  );
  const modifier = fc.constantFrom('', '|contains', '|startswith', '|endswith', '|cased', '|contains|all');
  const selection = fc.dictionary(
    fc.tuple(name, modifier).map((parts) => parts.join('')),
    fc.oneof(scalar, fc.array(scalar, { minLength: 1, maxLength: 3 })),
    { minKeys: 1, maxKeys: 3 },
  );

  const conditions = fc.constantFrom('a', 'a and b', 'a or b', 'not a', 'a and not b', 'not (a or not b)');

  it('reads back as the same filter', () => {
    let usable = 0;
    fc.assert(
      fc.property(selection, selection, conditions, (a, b, condition) => {
        const detection = JSON.stringify({ a, b, condition });
        if (refusalOf(detection) !== null) return;
        usable += 1;
        const rule = eventRule(detection);
        expect(parseFilter(rule.text)).toEqual(rule.filter);
      }),
      { numRuns: 800 },
    );
    expect(usable).toBeGreaterThan(200);
  });

  const words = ['DeleteBucket', 's3', 's3.amazonaws.com', 'true', 'True', '203.0.113.7', 'Insight', 'null'];
  const word = fc.constantFrom<unknown>(...words, true, null, 5);
  const record = fc.record(
    {
      eventName: word,
      eventSource: word,
      errorCode: word,
      sourceIPAddress: word,
      readOnly: word,
      userAgent: word,
      insightDetails: fc.record({ eventName: word, errorCode: word }),
    },
    { requiredKeys: [] },
  );
  // Insights have a category and name their call inside, as AWS writes them.
  const records = record.map(({ insightDetails, eventName, eventSource, errorCode, ...others }) =>
    insightDetails === undefined
      ? { eventName, eventSource, errorCode, ...others, eventCategory: 'Management' }
      : { ...others, insightDetails, eventCategory: 'Insight' },
  );
  const column = fc
    .tuple(
      fc.constantFrom('eventName', 'eventSource', 'errorCode', 'sourceIPAddress', 'readOnly', 'userAgent'),
      fc.constantFrom('', '|contains', '|startswith', '|cased', '|re'),
    )
    .map((parts) => parts.join(''));
  const asked = fc.dictionary(column, fc.oneof(word, fc.constantFrom('*', 'D*t', 't?ue')), {
    minKeys: 1,
    maxKeys: 2,
  });

  it('finds by columns what the record itself says', () => {
    fc.assert(
      fc.property(asked, asked, conditions, fc.array(records, { minLength: 1 }), (a, b, condition, all) => {
        const detection = { a, b, condition };
        if (refusalOf(JSON.stringify(detection)) !== null) return;
        const rule = eventRule(JSON.stringify(detection));
        const inRecord = compileDetection(detectionOf(detection), undefined, new Map());
        for (const one of all) expect(finds(rule, one)).toBe(finds({ filter: inRecord }, one));
      }),
      { numRuns: 800 },
    );
  });
});
