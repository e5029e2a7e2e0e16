import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { include } from '../../../electron/contract/filter/edit.ts';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { printFilter } from '../../../electron/contract/filter/print.ts';
import { everything } from '../../../electron/contract/filter/syntax-tree.ts';
import { compileRecordTest } from '../../../electron/engine/filter/evaluate-record.ts';
import { parseRecord } from '../../../electron/engine/filter/parse-record.ts';
import { compareRecords } from '../../../renderer/desk/record/compare-records.ts';
import {
  depthLimit,
  type LosslessJson,
  parseLossless,
  printLossless,
} from '../../../renderer/desk/record/lossless-json.ts';
import { conditionOfNode } from '../../../renderer/desk/record/record-condition.ts';
import { recordFacts } from '../../../renderer/desk/record/record-facts.ts';
import { childrenShown, findInRecord, recordRows } from '../../../renderer/desk/record/record-rows.ts';
import {
  opensByDefault,
  type RecordNode,
  recordNodes,
  summaryOf,
} from '../../../renderer/desk/record/record-tree.ts';
import { treeMove, typeahead } from '../../../renderer/desk/record/tree-keys.ts';

/** What JSON.parse would have made of it. */
function plain(value: LosslessJson): unknown {
  switch (value.kind) {
    case 'object': {
      const members: Record<string, unknown> = {};
      for (const { key, value: member } of value.members) {
        Object.defineProperty(members, key, {
          value: plain(member),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      return members;
    }
    case 'array':
      return value.items.map(plain);
    case 'string':
      return value.value;
    case 'number':
      return Number(value.text);
    default:
      return JSON.parse(value.text);
  }
}

function nodeAt(json: string, exactPath: string): RecordNode {
  const search = (nodes: readonly RecordNode[]): RecordNode | undefined => {
    for (const node of nodes) {
      const found = node.exactPath === exactPath ? node : search(node.children);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const found = search(recordNodes(parseLossless(json)));
  if (found === undefined) throw new Error(`nothing at ${exactPath}`);
  return found;
}

describe('reading JSON without loss', () => {
  it('says what JSON.parse says, for any JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        expect(plain(parseLossless(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('takes and refuses what JSON.parse takes and refuses', () => {
    const jsonLike = fc
      .array(
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          ',',
          ':',
          '"',
          '"a"',
          '\\',
          '\\u0041',
          '1',
          '-',
          '0',
          '.',
          'e',
          'true',
          'null',
          ' ',
          '\n',
          '\u00a0',
        ),
        { maxLength: 10 },
      )
      .map((parts) => parts.join(''));
    const accepts = (read: (text: string) => unknown, text: string): boolean => {
      try {
        read(text);
        return true;
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
        return false;
      }
    };
    fc.assert(
      fc.property(jsonLike, (text) => {
        expect(accepts(parseLossless, text)).toBe(accepts(JSON.parse, text));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every digit of a number, repeated keys and their order', () => {
    const text = '{"b":576.0,"a":9007199254740993123,"b":1E+2}';
    expect(printLossless(parseLossless(text)).replace(/\s/g, '')).toBe(text);
  });

  it('prints what it reads again as the same', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const value = parseLossless(json);
        expect(parseLossless(printLossless(value))).toEqual(value);
      }),
    );
  });

  it('gives what is nested too deep as its text, brackets in strings included', () => {
    const inner = '{"x":"]}\\"","y":[1]}';
    expect(parseLossless(`[[${inner},2]]`, 2)).toEqual({
      kind: 'array',
      items: [
        {
          kind: 'array',
          items: [
            { kind: 'raw', text: inner },
            { kind: 'number', text: '2' },
          ],
        },
      ],
    });
    const hostile = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(printLossless(parseLossless(hostile)).replace(/\s/g, '')).toBe(hostile);
    expect(depthLimit).toBe(200);
  });
});

const record = `{
  "eventName":"AssumeRole","awsRegion":"us-east-1",
  "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/ops/alice","sessionContext":{"sessionIssuer":{"userName":"ops"}}},
  "resources":[{"ARN":"arn:aws:s3:::archive/2021/a.json"},{"ARN":"arn:aws:iam::111122223333:role/ops"}],
  "requestParameters":null
}`;
const tree = recordNodes(parseLossless(record));

describe('the tree of a record', () => {
  it('keeps the order as written and says what is inside', () => {
    expect(tree.map(({ label }) => label)).toEqual([
      'eventName',
      'awsRegion',
      'userIdentity',
      'resources',
      'requestParameters',
    ]);
    expect(tree.map(({ value }) => summaryOf(value).replaceAll('\u00a0', ' ')).filter(Boolean)).toEqual([
      'AssumedRole, 3 fields',
      '2 items',
    ]);
  });

  it('opens a small record whole and a large one to its second level', () => {
    expect(opensByDefault(tree)(nodeAt(record, 'userIdentity.sessionContext'))).toBe(true);
    const large = `{"a":{"b":{"c":1}},"list":[${Array.from({ length: 60 }, () => 1).join(',')}]}`;
    const isOpen = opensByDefault(recordNodes(parseLossless(large)));
    expect(isOpen(nodeAt(large, 'a'))).toBe(true);
    expect(isOpen(nodeAt(large, 'a.b'))).toBe(false);
    expect(isOpen(nodeAt(large, 'list'))).toBe(false);
  });

  it('tells repeated keys apart, the last being the one that counts', () => {
    const nodes = recordNodes(parseLossless('{"eventName":"A","eventName":"B"}'));
    expect(nodes.map(({ isShadowed }) => isShadowed)).toEqual([true, false]);
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(2);
    expect(nodes.map(conditionOfNode)).toEqual([null, { place: 'name', value: 'B' }]);
  });

  it('shows what a search finds, in keys and values, with all that it lies in', () => {
    const found = findInRecord(tree, ' OPS ');
    const rows = recordRows(tree, { isOpen: () => false, found, limits: new Map() });
    expect(rows.flatMap((row) => (row.kind === 'node' ? [row.node.exactPath] : []))).toEqual([
      'userIdentity',
      'userIdentity.arn',
      'userIdentity.sessionContext',
      'userIdentity.sessionContext.sessionIssuer',
      'userIdentity.sessionContext.sessionIssuer.userName',
      'resources',
      'resources[1]',
      'resources[1].ARN',
    ]);
    expect(found?.matches.size).toBe(3);
    expect(findInRecord(tree, '.*(')?.matches.size).toBe(0);
    expect(findInRecord(tree, '  ')).toBeNull();
  });

  it('shows a long list in parts', () => {
    const nodes = recordNodes(parseLossless(`[${Array.from({ length: 450 }, () => 1).join(',')}]`));
    const rows = recordRows(nodes, { isOpen: () => true, found: null, limits: new Map() });
    expect(rows).toHaveLength(childrenShown + 1);
    expect(rows.at(-1)).toMatchObject({ kind: 'more', left: 250 });
    expect(recordRows(nodes, { isOpen: () => true, found: null, limits: new Map([['', 450]]) })).toHaveLength(
      450,
    );
  });
});

describe('the keys of the tree', () => {
  const closed = recordRows(tree, { isOpen: () => false, found: null, limits: new Map() });
  const open = recordRows(tree, { isOpen: () => true, found: null, limits: new Map() });

  it('arrows go up and down, open and close, and out to the parent', () => {
    expect(treeMove(closed, '0', 'ArrowDown')).toEqual({ kind: 'go', id: '1' });
    expect(treeMove(closed, '0', 'ArrowUp')).toBeNull();
    expect(treeMove(closed, '2', 'ArrowRight')).toEqual({ kind: 'toggle', id: '2' });
    expect(treeMove(open, '2', 'ArrowRight')).toEqual({ kind: 'go', id: '2.0' });
    expect(treeMove(open, '2.0', 'ArrowLeft')).toEqual({ kind: 'go', id: '2' });
    expect(treeMove(open, '2', 'ArrowLeft')).toEqual({ kind: 'toggle', id: '2' });
    expect(treeMove(open, '2', 'End')).toEqual({ kind: 'go', id: '4' });
    expect(treeMove(closed, '0', 'Enter')).toBeNull();
  });

  it('letters go to the next key that starts with them, and around', () => {
    expect(typeahead(closed, '0', 'r')).toBe('3');
    expect(typeahead(closed, '3', 'r')).toBe('4');
    expect(typeahead(closed, '4', 'r')).toBe('3');
    expect(typeahead(closed, '3', 'requ')).toBe('4');
    expect(typeahead(closed, '0', 'z')).toBeNull();
  });
});

describe('the condition that a place of the record makes', () => {
  it("goes by CloudTrail's own names only", () => {
    expect(conditionOfNode(nodeAt(record, 'eventName'))).toEqual({ place: 'name', value: 'AssumeRole' });
    expect(conditionOfNode(nodeAt(record, 'userIdentity.sessionContext.sessionIssuer.userName'))).toEqual({
      place: 'role',
      value: 'ops',
    });
  });

  it('is on the path to it where no field is read from it', () => {
    const path = (...steps: string[]) => ({ kind: 'path', steps });
    expect(conditionOfNode(nodeAt('{"name":"x"}', 'name'))).toEqual({ place: path('name'), value: 'x' });
    expect(conditionOfNode(nodeAt('{"EVENTNAME":"x"}', 'EVENTNAME'))?.place).toEqual(path('EVENTNAME'));
    expect(conditionOfNode(nodeAt('{"a":{"b c":[{"d.e":576.0}]}}', 'a.b c[0]."d.e"'))).toEqual({
      place: path('a', 'b c', 'd.e'),
      value: '576.0',
    });
    expect(conditionOfNode(nodeAt('{"eventName":["x"]}', 'eventName[0]'))?.place).toEqual(path('eventName'));
    expect(conditionOfNode(nodeAt('{"errorCode":null}', 'errorCode'))).toEqual({
      place: path('errorCode'),
      value: 'null',
    });
    expect(conditionOfNode(nodeAt('{"a":{"b":1}}', 'a'))).toBeNull();
  });

  it.each([
    '{"name":"x"}',
    '{"a":{"time":["",1]}}',
    '{"errorCode":null}',
    '{"a.b":{"":"*"}}',
    '{"$":{"c":"d"}}',
  ])('finds the event it was made on: %s', (json) => {
    const leaves = (nodes: ReturnType<typeof recordNodes>): typeof nodes =>
      nodes.flatMap((node) => (node.children.length === 0 ? [node] : leaves(node.children)));
    for (const node of leaves(recordNodes(parseLossless(json)))) {
      const condition = conditionOfNode(node);
      if (condition === null) throw new Error(`There is no condition on ${node.path}`);
      const text = printFilter(include(everything, condition.place, condition.value));
      const holds = compileRecordTest(parseFilter(text));
      expect(holds(parseRecord(json), { timeMs: null, textOf: () => null })).toBe(true);
    }
  });

  it('finds S3 objects by their bucket, and other resources by their ARN', () => {
    expect(conditionOfNode(nodeAt(record, 'resources[0].ARN'))).toEqual({
      place: 'resource',
      value: 'arn:aws:s3:::archive',
    });
    expect(conditionOfNode(nodeAt(record, 'resources[1].ARN'))?.value).toBe(
      'arn:aws:iam::111122223333:role/ops',
    );
  });

  it('is on a field as the engine reads it', () => {
    expect(conditionOfNode(nodeAt('{"readOnly":true}', 'readOnly'))).toEqual({
      place: 'readonly',
      value: 'true',
    });
  });
});

describe('the head of the record', () => {
  it('names the call, its service and its failure', () => {
    const facts = recordFacts(
      parseLossless('{"eventName":"GetObject","eventSource":"s3.amazonaws.com","errorCode":"AccessDenied"}'),
    );
    expect(facts).toMatchObject({ name: 'GetObject', service: 's3', error: 'AccessDenied', region: null });
  });

  it('says failed where there is no code', () => {
    expect(recordFacts(parseLossless('{"errorMessage":"no"}')).error).toBe('failed');
    expect(recordFacts(parseLossless('{"responseElements":{"ConsoleLogin":"Failure"}}')).error).toBe(
      'failed',
    );
    expect(recordFacts(parseLossless('{"responseElements":null}')).error).toBeNull();
  });
});

describe('comparing two deliveries', () => {
  const compare = (left: string, right: string) => compareRecords(parseLossless(left), parseLossless(right));

  it('a record does not differ from itself, in any order of its keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(compare(JSON.stringify(value), JSON.stringify(turned))).toEqual([]);
      }),
    );
  });

  it('lists what changed, what is gone and what is new', () => {
    expect(compare('{"a":1,"b":[1,2],"c":{}}', '{"b":[1,"2"],"c":{"d":null},"a":1}')).toEqual([
      { path: 'b[1]', left: '2', right: '"2"' },
      { path: 'c', left: '{}', right: null },
      { path: 'c.d', left: null, right: 'null' },
    ]);
  });

  it('takes a number for what it is, not for how it is spelt, to the last digit', () => {
    expect(compare('[576.0,1e2,-0]', '[576,100,0]')).toEqual([]);
    expect(compare('[9007199254740993]', '[9007199254740992]')).toHaveLength(1);
    expect(compare('[10]', '[1]')).toHaveLength(1);
  });
});
