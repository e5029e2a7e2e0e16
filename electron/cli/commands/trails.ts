import type { PublicKeyInfo, TrailInfo } from '../../contract/s3.ts';
import type { Command, ExitCode } from '../command.ts';
import { isoTime, isoTimeOrNull, note, print } from '../output.ts';
import { openCase, withEngine } from '../session.ts';
import { table, terminalJson, terminalText } from '../terminal-text.ts';

export const trailsCommand: Command = {
  name: 'trails',
  summary:
    'Shows what the trails of a case say of themselves, and the keys that their digests are signed with.',
  usage: 'CASE [--json]',
  minPositionals: 1,
  maxPositionals: 1,
  options: { json: { type: 'boolean' } },
  optionHelp: { json: 'print one JSON object' },
  example: 'spoor trails review.spoor',
  notes: 'A sync asks for it where that is permitted; what the AWS CLI prints can be imported instead.',
  run: (args) =>
    withEngine(async (engine): Promise<ExitCode> => {
      const [target = ''] = args.positionals;
      const { case: id } = await openCase(engine, target, 'read');
      const { trails, publicKeys } = await engine.call('trails.list', { case: id });
      if (args.has('json')) {
        await print(`${terminalJson({ trails, publicKeys: publicKeys.map(keyJson) }, 2)}\n`);
        return 0;
      }
      if (trails.length + publicKeys.length === 0)
        note(
          'No trail has said anything yet. A sync asks where it may; spoor import takes what the AWS CLI printed.',
        );
      for (const trail of trails) await print(blockOf(trail));
      if (publicKeys.length > 0) {
        const rows = publicKeys.map(({ fingerprint, region, validFromMs, validUntilMs }) => [
          fingerprint,
          region ?? '',
          isoTime(validFromMs),
          isoTime(validUntilMs),
        ]);
        await print(table(['public key', 'region', 'valid from', 'until'], rows));
      }
      return 0;
    }),
};

function keyJson({ fingerprint, region, validFromMs, validUntilMs }: PublicKeyInfo) {
  return { fingerprint, region, validFrom: isoTime(validFromMs), validUntil: isoTime(validUntilMs) };
}

function blockOf(trail: TrailInfo): string {
  const oneOf = (value: boolean | null, yes: string, no: string): string | null =>
    value === null ? null : value ? yes : no;
  const facts: readonly (readonly [string, string | null])[] = [
    ['arn', trail.arn],
    ['home region', trail.homeRegion],
    ['bucket', trail.bucket],
    ['prefix', trail.prefix],
    ['KMS key', trail.kmsKey],
    ['SNS topic', trail.snsTopic],
    ['log group', trail.logGroup],
    ['regions', oneOf(trail.isMultiRegion, 'all', 'its own')],
    ['accounts', oneOf(trail.isOrganization, 'of the organization', 'its own')],
    ['validation', oneOf(trail.validates, 'on', 'off')],
    ['logging', oneOf(trail.isLogging, 'on', 'off')],
    ['logging since', isoTimeOrNull(trail.loggingSinceMs)],
    ['last delivery', isoTimeOrNull(trail.latestDeliveryMs)],
    ['delivery error', trail.latestDeliveryError],
    ...(trail.selectorWords ?? []).map((words) => ['logs', words] as const),
    ...(trail.insightWords ?? []).map((words) => ['insights', words] as const),
    ...(trail.tags ?? []).map(({ key, value }) => ['tag', `${key} = ${value}`] as const),
    ['as of', isoTime(trail.takenAtMs)],
    ...trail.problems.map((problem) => ['not known', problem] as const),
  ];
  const lines = facts
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `  ${name.padEnd(15)} ${terminalText(value ?? '')}`);
  return `${terminalText(trail.name)}\n${lines.join('\n')}\n\n`;
}
