import type { Client } from '../contract/api.ts';
import type { Verification, VerifiedObject } from '../contract/integrity.ts';
import { counted, isoTime, isoTimeOrNull, print } from './output.ts';
import { table, terminalJson, terminalText } from './terminal-text.ts';

const pageRows = 1000;

/** Prints the result as one JSON object, piece by piece: a case may hold a million files. */
export async function printVerifyJson(
  engine: Client,
  id: string,
  verification: Verification,
  all: boolean,
): Promise<void> {
  const { overall, series, digests, logs, gaps, keys, choice, atMs, elapsedMs, bytes, version } =
    verification;
  const head = {
    overall,
    checkedAt: isoTime(atMs),
    elapsedMs,
    version,
    bytes,
    asked: { ...choice, fromMs: undefined, untilMs: undefined, ...timesOf(choice) },
    trails: series.map(({ fromMs, untilMs, digests: counts, ...name }) => ({
      ...name,
      ...timesOf({ fromMs, untilMs }),
      digests: { total: counts.total, ...counts.by },
    })),
    digests: { total: digests.total, ...digests.by },
    logs: { total: logs.total, ...logs.by },
    gaps: gaps.map(({ fromMs, untilMs, account, region, trail, kind, isBackfill }) => ({
      ...timesOf({ fromMs, untilMs }),
      account,
      region,
      trail,
      kind,
      isBackfill,
    })),
    keys: keys.map(({ validFromMs, validUntilMs, ...key }) => ({
      ...key,
      validFrom: isoTimeOrNull(validFromMs),
      validUntil: isoTimeOrNull(validUntilMs),
    })),
  };
  await print(`${terminalJson(head, 2).replace(/\n\}$/, '')},\n  "objects": [`);
  let between = '\n';
  for await (const object of objectsOf(engine, id, all)) {
    await print(`${between}    ${terminalJson(objectJson(object))}`);
    between = ',\n';
  }
  await print(between === '\n' ? ']\n}\n' : '\n  ]\n}\n');
}

function objectJson({ fromMs, untilMs, object: _, ...rest }: VerifiedObject) {
  return { ...rest, ...timesOf({ fromMs, untilMs }) };
}

function timesOf({ fromMs, untilMs }: { readonly fromMs: number | null; readonly untilMs: number | null }) {
  return { from: isoTimeOrNull(fromMs), to: isoTimeOrNull(untilMs) };
}

async function* objectsOf(engine: Client, id: string, all: boolean): AsyncGenerator<VerifiedObject> {
  for (let offset = 0; ; offset += pageRows) {
    const request = { kind: null, verdict: null, exceptionsOnly: !all, text: '', offset, limit: pageRows };
    const { rows } = await engine.call('verify.objects', { case: id, ...request });
    yield* rows;
    if (rows.length < pageRows) return;
  }
}

const overallWords = {
  tampered: 'TAMPERED: something in it was altered, planted, or contradicts what AWS signed.',
  unproven: 'UNPROVEN: nothing contradicts the digests, and not everything can be proven.',
  incomplete: 'INCOMPLETE: all that is here is proven, and something is missing.',
  intact: 'INTACT: everything is here, and proven by digests that AWS signed.',
} as const;

/** So many files are named of one reason; `--all` names the others. */
const namedOfEach = 10;

interface Group {
  readonly first: VerifiedObject;
  readonly names: string[];
  count: number;
}

/** Prints the result for a person: what is wrong by its reason, the worst first. */
export async function printVerifyText(
  engine: Client,
  id: string,
  verification: Verification,
  all: boolean,
): Promise<void> {
  const { overall, digests, logs, gaps, keys } = verification;
  const lines = [
    overallWords[overall],
    '',
    `  digests    ${countsText(digests)}`,
    `  log files  ${countsText(logs)}`,
  ];
  lines.push(`  keys       ${keys.length}`);
  for (const { fingerprint, fault } of keys)
    if (fault !== null) lines.push(`  key ${terminalText(fingerprint)} is not used. ${fault}`);
  await print(`${lines.join('\n')}\n`);
  if (gaps.length > 0) {
    const rows = gaps.map(({ fromMs, untilMs, account, region, trail, kind }) => [
      isoTime(fromMs),
      isoTime(untilMs),
      ...[account ?? '', region ?? '', trail ?? '', kind],
    ]);
    const heads = ['from', 'until', 'account', 'region', 'trail', 'why'];
    await print(`\nTime of which nothing is proven:\n${table(heads, rows)}`);
  }
  const groups = new Map<string, Group>();
  for await (const object of objectsOf(engine, id, all)) {
    const name = `${object.kind} ${object.reason}`;
    const group = groups.get(name) ?? { first: object, names: [], count: 0 };
    groups.set(name, group);
    group.count += 1;
    if (all || group.names.length < namedOfEach) group.names.push(placeOf(object));
  }
  for (const { first, names, count } of groups.values()) {
    const { verdict, kind, sentence, settle } = first;
    const what = kind === 'digest' ? counted(count, 'digest') : counted(count, 'log file');
    await print(`\n${verdict}: ${what}\n  ${sentence}${settle === null ? '' : `\n  ${settle}`}\n`);
    for (const place of names) await print(`    ${place}\n`);
    if (names.length < count)
      await print(`    … and ${(count - names.length).toLocaleString('en')} more (--all)\n`);
  }
}

function countsText({ total, by }: Verification['logs']): string {
  const parts = Object.entries(by).map(([name, count]) => `${count.toLocaleString('en')} ${name}`);
  return [total.toLocaleString('en'), ...parts].join('  ');
}

function placeOf({ bucket, key }: VerifiedObject): string {
  return terminalText(bucket === null ? key : `s3://${bucket}/${key}`);
}
