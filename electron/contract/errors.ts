/**
 * Every way a call can fail, as a closed list.
 *
 * `httpStatus` is what the loopback host answers; `advice` is shown under the message when the thrower
 * added none of its own.
 */
export const errorCodes = {
  'bad-request': { httpStatus: 400, advice: 'This is a fault in the page, not in your data. Reload it.' },
  'filter-syntax': { httpStatus: 400, advice: 'Mend the filter at the place that is marked.' },
  'filter-unsupported': { httpStatus: 400, advice: 'Use one of the fields in the list.' },
  'not-allowed': { httpStatus: 403, advice: 'Choose the file or folder again.' },
  'not-found': { httpStatus: 404, advice: 'Check the path.' },
  'no-case': { httpStatus: 400, advice: 'Open a file that Spoor made; its name ends in .spoor.' },
  'newer-case': { httpStatus: 409, advice: 'Open it with the newer version of Spoor that wrote it.' },
  'damaged-case': {
    httpStatus: 409,
    advice: 'Work on a copy, and import the original files into a new case.',
  },
  'case-in-use': { httpStatus: 409, advice: 'Close it there, or open it read-only here.' },
  'read-only': { httpStatus: 409, advice: 'Copy the case to a place you can write to.' },
  'disk-full': {
    httpStatus: 507,
    advice: 'Free some space and run it again; what is reported as done is kept.',
  },
  'already-exists': { httpStatus: 409, advice: 'Choose another name.' },
  'too-large': { httpStatus: 413, advice: 'Split it, or raise the limit.' },
  'disk-failed': {
    httpStatus: 503,
    advice: 'Connect the drive again and open the case again; what was reported as done is kept.',
  },
  unreadable: { httpStatus: 422, advice: 'Check the permissions of the file.' },
  'no-connection': { httpStatus: 502, advice: 'Check the network, and try again; what was fetched is kept.' },
  internal: { httpStatus: 500, advice: 'Look into the log for the number given here.' },
} as const satisfies Record<string, { httpStatus: number; advice: string }>;

export type ErrorCode = keyof typeof errorCodes;

/** What crosses the contract when a call fails. Stacks never do. */
export interface ErrorShape {
  readonly code: ErrorCode;
  /** What happened, to which thing. */
  readonly message: string;
  /** What to try. */
  readonly advice: string;
  /** For `filter-syntax`: where in the text, as UTF-16 offsets. */
  readonly place?: { readonly start: number; readonly end: number } | undefined;
}

/** The only error that services throw on purpose; anything else is a programming mistake (`internal`). */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly advice: string;
  readonly place: { readonly start: number; readonly end: number } | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; advice?: string; place?: { start: number; end: number } } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.advice = options.advice ?? errorCodes[code].advice;
    this.place = options.place;
  }

  toShape(): ErrorShape {
    const shape = { code: this.code, message: this.message, advice: this.advice };
    return this.place === undefined ? shape : { ...shape, place: this.place };
  }

  static fromShape(shape: ErrorShape): AppError {
    return new AppError(shape.code, shape.message, {
      advice: shape.advice,
      ...(shape.place === undefined ? {} : { place: shape.place }),
    });
  }
}

/** For the `default` of a switch over a closed union. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
