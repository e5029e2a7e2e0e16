import { useMemo } from 'react';
import { type LosslessJson, parseLossless } from './lossless-json.ts';

/** A record's text as a tree; null when it cannot be read as JSON, and is shown as text only. */
export function useRecord(recordJson: string): LosslessJson | null {
  return useMemo(() => {
    try {
      return parseLossless(recordJson);
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      throw error;
    }
  }, [recordJson]);
}
