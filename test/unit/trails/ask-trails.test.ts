import { describe, expect, it, onTestFinished } from 'vitest';
import { type AskTrails, askTrails } from '../../../electron/engine/trails/ask-trails.ts';
import {
  type CloudTrailQuestion,
  type CloudTrailReply,
  startFakeCloudTrail,
} from '../../support/fake-cloudtrail.ts';
import { answers, arn } from './fixtures.ts';

const never = new AbortController().signal;
const answersByName: Readonly<Record<string, unknown>> = answers;

function usual({ operation }: CloudTrailQuestion): CloudTrailReply {
  return { json: answersByName[operation] };
}

async function ask(
  answer: (question: CloudTrailQuestion) => CloudTrailReply,
  overrides: Partial<AskTrails> = {},
  signal: AbortSignal = never,
) {
  const server = await startFakeCloudTrail(answer);
  onTestFinished(() => server.close());
  const options: AskTrails = {
    credentials: {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    },
    endpoint: server.endpoint,
    caPem: null,
    bucket: 'corp-logs',
    homeRegions: ['eu-west-1'],
    keyRegions: [],
    span: { sinceMs: Date.UTC(2026, 1, 1), untilMs: Date.UTC(2026, 2, 1) },
    clock: () => 5_000,
    ...overrides,
  };
  return { ...(await askTrails(options, signal)), asked: server.asked };
}

const problemsOf = (result: Awaited<ReturnType<typeof ask>>) =>
  Object.fromEntries(result.answers.map(({ operation, problem }) => [operation, problem]));

describe('asking CloudTrail about its trails', () => {
  it('asks for all that a trail says, and keeps the answers as they came', async () => {
    const result = await ask(usual);
    expect(result.answers).toEqual(
      Object.entries(answers).map(([operation, answer]) => ({
        operation,
        takenAtMs: 5_000,
        origin: 'aws',
        region: 'eu-west-1',
        trailArn: operation === 'DescribeTrails' || operation === 'ListPublicKeys' ? null : arn,
        fileName: null,
        answer,
        problem: null,
      })),
    );
    expect(result.asked.map(({ operation, input }) => [operation, input])).toEqual([
      ['DescribeTrails', { includeShadowTrails: false }],
      ['GetTrailStatus', { Name: arn }],
      ['GetEventSelectors', { TrailName: arn }],
      ['GetInsightSelectors', { TrailName: arn }],
      ['ListTags', { ResourceIdList: [arn] }],
      // Two hours more than the span: the digest of its last hour is signed later.
      ['ListPublicKeys', { StartTime: 1_769_904_000, EndTime: 1_772_323_200 + 7_200 }],
    ]);
  });

  it('gives the public keys with the region that was asked', async () => {
    expect((await ask(usual)).publicKeys).toEqual([
      {
        fingerprint: '7f3f401420072e50a65a141430817ab3',
        der: Uint8Array.from(Buffer.from('MAkCAgDvAgMBAAE=', 'base64')),
        region: 'eu-west-1',
        validFromMs: 1_772_000_000_000,
        validUntilMs: 1_774_592_000_000,
      },
    ]);
  });

  it('names that the SDK does not know stay in the answer', async () => {
    const result = await ask((question) =>
      question.operation === 'GetTrailStatus'
        ? { json: { ...answers.GetTrailStatus, FromTheFuture: { x: 1 } } }
        : usual(question),
    );
    expect(result.answers[1]?.answer).toEqual({ ...answers.GetTrailStatus, FromTheFuture: { x: 1 } });
  });

  it('asks no more of trails that deliver elsewhere', async () => {
    const result = await ask(usual, { bucket: 'another', span: null });
    expect(result.asked.map(({ operation }) => operation)).toEqual(['DescribeTrails']);
  });

  it('asks for keys in the regions that are synced and at home, and each region once', async () => {
    const result = await ask(usual, {
      homeRegions: ['eu-west-1', 'eu-west-1'],
      keyRegions: ['us-east-1', 'eu-west-1'],
    });
    const keys = result.asked.filter(({ operation }) => operation === 'ListPublicKeys');
    expect(keys.map(({ region }) => region).sort()).toEqual(['eu-west-1', 'us-east-1']);
    expect(result.asked.filter(({ operation }) => operation === 'DescribeTrails')).toHaveLength(1);
  });

  it('a denial names the missing permission and stops nothing else', async () => {
    const result = await ask((question) =>
      question.operation === 'GetTrailStatus' || question.operation === 'ListPublicKeys'
        ? {
            error: 'AccessDeniedException',
            message: `User: arn:aws:iam::111122223333:user/anna is not authorized to perform: cloudtrail:${question.operation} because no identity-based policy allows the action`,
          }
        : usual(question),
    );
    expect(problemsOf(result)).toEqual({
      DescribeTrails: null,
      GetTrailStatus: `Access is denied in eu-west-1: the permission cloudtrail:GetTrailStatus on ${arn} is missing. AWS says: no identity-based policy allows the action.`,
      GetEventSelectors: null,
      GetInsightSelectors: null,
      ListTags: null,
      ListPublicKeys:
        'Access is denied in eu-west-1: the permission cloudtrail:ListPublicKeys on * is missing. AWS says: no identity-based policy allows the action.',
    });
  });

  it('denied in one region, the other regions are asked all the same', async () => {
    const result = await ask(
      (question) =>
        question.region === 'us-east-1' ? { error: 'AccessDeniedException', status: 403 } : usual(question),
      { homeRegions: ['us-east-1', 'eu-west-1'] },
    );
    expect(result.answers.map(({ region, problem }) => [region, problem === null])).toEqual([
      ['us-east-1', false],
      ...Array.from({ length: 5 }, () => ['eu-west-1', true]),
      ['eu-west-1', true],
    ]);
  });

  it('a trail without Insights has none, which is no problem', async () => {
    const result = await ask((question) =>
      question.operation === 'GetInsightSelectors'
        ? { error: 'InsightNotEnabledException' }
        : usual(question),
    );
    expect(result.answers[3]).toMatchObject({
      operation: 'GetInsightSelectors',
      answer: { InsightSelectors: [] },
      problem: null,
    });
  });

  it('a sign-in that has expired is told, and other refusals are quoted on one line', async () => {
    const result = await ask(
      ({ operation }) =>
        operation === 'DescribeTrails'
          ? {
              error: 'ExpiredTokenException',
              message: 'The security token included in the request is expired',
            }
          : { error: 'OperationNotPermittedException', message: 'no\u001b[31m\nway' },
      { keyRegions: ['eu-west-1'] },
    );
    expect(problemsOf(result)).toEqual({
      DescribeTrails:
        'CloudTrail in eu-west-1 did not answer DescribeTrails: the sign-in has expired or is not valid there (ExpiredTokenException).',
      ListPublicKeys:
        'CloudTrail in eu-west-1 refused ListPublicKeys (OperationNotPermittedException): no [31m way',
    });
  });

  it.each([
    ['no JSON', 'x'],
    ['cut JSON', '{"IsLogging": tr'],
    ['a list', '[]'],
    ['another form', '{"IsLogging": "yes"}'],
    ['nothing', ''],
    ['nesting without end', `{"IsLogging": true, "x": ${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ])('an answer that is %s is a problem of its own', async (_, body) => {
    const result = await ask((question) =>
      question.operation === 'GetTrailStatus' ? { write: (response) => response.end(body) } : usual(question),
    );
    expect(problemsOf(result).GetTrailStatus).toMatch(
      /^CloudTrail in eu-west-1 answered .*in a form that is not known\.$/,
    );
    expect(result.answers.filter(({ problem }) => problem !== null)).toHaveLength(1);
  });

  it('an answer without end is given up', async () => {
    const result = await ask((question) =>
      question.operation === 'ListTags'
        ? {
            write: (response) => {
              const chunk = Buffer.alloc(1024 * 1024, ' ');
              const pour = () => {
                while (!response.destroyed && response.write(chunk));
                if (!response.destroyed) response.once('drain', pour);
              };
              pour();
            },
          }
        : usual(question),
    );
    expect(problemsOf(result).ListTags).toBe("CloudTrail's answer is longer than 8388608 bytes.");
    expect(result.publicKeys).toHaveLength(1);
  });

  it('pages are put together', async () => {
    const [key] = answers.ListPublicKeys.PublicKeyList;
    const result = await ask((question) => {
      if (question.operation !== 'ListPublicKeys') return usual(question);
      const page = Number(question.input.NextToken ?? 0);
      const fingerprint = `7f3f401420072e50a65a14143081700${page}`;
      return {
        json: {
          PublicKeyList: [{ ...key, Fingerprint: fingerprint }],
          ...(page < 2 ? { NextToken: String(page + 1) } : {}),
        },
      };
    });
    expect(result.publicKeys.map(({ fingerprint }) => fingerprint.at(-1))).toEqual(['0', '1', '2']);
    const kept = result.answers.at(-1)?.answer;
    expect(kept).toMatchObject({ PublicKeyList: [{}, {}, {}] });
    expect(kept).not.toHaveProperty('NextToken');
  });

  it('pages that go round in a circle come to an end', async () => {
    const result = await ask((question) =>
      question.operation === 'ListPublicKeys'
        ? { json: { ...answers.ListPublicKeys, NextToken: 'again' } }
        : usual(question),
    );
    expect(problemsOf(result).ListPublicKeys).toBe(
      'CloudTrail in eu-west-1 gives the same page of PublicKeyList again.',
    );
  });

  it('a span that the API finds too long is asked in pieces, without a gap', async () => {
    const dayS = 86_400;
    const result = await ask(
      (question) => {
        if (question.operation !== 'ListPublicKeys') return usual(question);
        const length = Number(question.input.EndTime) - Number(question.input.StartTime);
        return length > 90 * dayS ? { error: 'InvalidTimeRangeException' } : usual(question);
      },
      { span: { sinceMs: Date.UTC(2025, 0, 1), untilMs: Date.UTC(2026, 0, 1) } },
    );
    const spans = result.asked
      .filter(({ operation }) => operation === 'ListPublicKeys')
      .slice(1)
      .map(({ input }) => [input.StartTime, input.EndTime]);
    expect(spans).toHaveLength(5);
    expect(spans.slice(1).map(([start]) => start)).toEqual(spans.slice(0, -1).map(([, end]) => end));
    expect(spans.at(-1)?.[1]).toBe(Date.UTC(2026, 0, 1) / 1000 + 7_200);
    expect(problemsOf(result).ListPublicKeys).toBeNull();
    expect(result.publicKeys).toHaveLength(5);
  });

  it('a server that keeps failing is a problem', async () => {
    const result = await ask(() => ({ error: 'InternalFailure', status: 500 }), { span: null });
    expect(problemsOf(result).DescribeTrails).toMatch(/could not be reached, or kept failing/);
    expect(result.asked).toHaveLength(3);
  });

  it('stops when it is aborted', async () => {
    const stop = new AbortController();
    const asked = ask(
      (question) => {
        stop.abort(new Error('enough'));
        return usual(question);
      },
      {},
      stop.signal,
    );
    await expect(asked).rejects.toThrow('enough');
  });
});
