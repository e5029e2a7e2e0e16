import { isObject, type JsonObject } from './json.ts';

export type Outcome = 'success' | 'denied' | 'failed';

/**
 * Codes that say "you may not": services spell it in many ways (AccessDenied, AccessDeniedException,
 * Client.UnauthorizedOperation, VpceAccessDenied, NotAuthorized, AuthorizationError, Forbidden, AuthFailure,
 * OptInRequired is none of them).
 */
const denial =
  /AccessDenied|Unauthori[sz]ed|NotAuthori[sz]ed|Authori[sz]ationError|Forbidden|AuthFailure|PermissionDenied|NoPermission/i;

/** Whether the call was let through and worked. */
export function outcomeOf(
  record: JsonObject,
  errorCode: string | null,
  errorMessage: string | null,
): Outcome {
  if (errorCode !== null) return denial.test(errorCode) ? 'denied' : 'failed';
  if (errorMessage !== null) return 'failed';
  // A failed console login has no errorCode of its own.
  if (record.eventName === 'ConsoleLogin') {
    const response = record.responseElements;
    if (isObject(response) && response.ConsoleLogin === 'Failure') return 'failed';
  }
  return 'success';
}
