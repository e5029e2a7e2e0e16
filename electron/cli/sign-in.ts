import { AppError } from '../contract/errors.ts';
import type { BucketPlace, ConnectResult, SignIn } from '../contract/s3.ts';
import type { Engine } from '../engine/index.ts';
import { type Arguments, UsageError } from './command.ts';
import { note } from './output.ts';
import { ownTerminal, type Terminal } from './terminal.ts';
import { terminalText } from './terminal-text.ts';

/** Whether the command itself says how to sign in; else the case does. */
export function saysHowToSignIn(args: Arguments): boolean {
  return args.text('profile') !== undefined || args.has('anonymous');
}

/**
 * Signs in as the command says, and tries the place.
 *
 * @returns the connection
 * @throws AppError `not-allowed` with what failed; UsageError where a code is needed that nobody can type
 */
export async function signIn(engine: Engine, place: BucketPlace, args: Arguments): Promise<string> {
  const how = howToSignIn(args);
  const ca = args.text('ca-file');
  const caFile = ca === undefined ? null : (await engine.grantPath(ca, 'file')).token;
  return connected(
    (mfaCode) => engine.call('s3.connect', { place, signIn: how, mfaCode, caFile }),
    codeFrom(args),
    ownTerminal(),
  );
}

/** Signs in to a bucket of a case as the command says, or else as the case remembers it. As {@link signIn}. */
export async function signInAgain(
  engine: Engine,
  id: string,
  source: { readonly id: number; readonly bucket: BucketPlace | null },
  args: Arguments,
): Promise<string> {
  if (saysHowToSignIn(args) && source.bucket !== null) return signIn(engine, source.bucket, args);
  return connected(
    (mfaCode) => engine.call('s3.reconnect', { case: id, source: source.id, mfaCode }),
    codeFrom(args),
    ownTerminal(),
  );
}

/** Tries until a sign-in is accepted or refused; asks for the code of a device where one is needed. */
export async function connected(
  attempt: (mfaCode: string | null) => Promise<ConnectResult>,
  givenCode: string | null,
  terminal: Terminal | null,
): Promise<string> {
  let result = await attempt(givenCode);
  while (result.kind === 'mfa') result = await attempt(await askCode(result.serial, terminal));
  const failed = result.checks.find(({ state }) => state === 'failed');
  if (result.kind === 'failed')
    throw new AppError('not-allowed', failed?.message ?? 'The bucket cannot be reached.', {
      advice: failed?.advice ?? 'Check the address and the sign-in.',
    });
  // It works all the same, but perhaps no trail lies there.
  if (failed !== undefined) note(terminalText(`${failed.message} ${failed.advice ?? ''}`.trim()));
  return result.connection;
}

/** @throws UsageError where nobody can be asked */
export async function askCode(
  serial: string,
  terminal: Terminal | null,
  signal?: AbortSignal,
): Promise<string> {
  const device = terminalText(serial);
  for (;;) {
    const code = await terminal?.ask(`Code of ${device}: `, signal);
    if (code === undefined || code === null)
      throw new UsageError(`Signing in needs a code of ${device}: give it with --mfa-code.`);
    if (isCode(code.trim())) return code.trim();
    note('A code has six to eight digits.');
  }
}

function codeFrom(args: Arguments): string | null {
  const code = args.text('mfa-code') ?? null;
  if (code !== null && !isCode(code)) throw new UsageError('--mfa-code takes six to eight digits.');
  return code;
}

function isCode(text: string): boolean {
  return /^\d{6,8}$/.test(text);
}

function howToSignIn(args: Arguments): SignIn {
  const profile = args.text('profile');
  if (args.has('anonymous')) {
    if (profile !== undefined) throw new UsageError('--anonymous and --profile exclude each other.');
    return { kind: 'anonymous' };
  }
  return profile === undefined ? { kind: 'default' } : { kind: 'profile', profile };
}
