/** A text that the JSON of a record has in it, in one of the spellings of JSON, and in any case unless `isCased`. */
export interface Needle {
  /** In lower case unless `isCased`, ASCII alone then; never empty. */
  readonly text: string;
  readonly isCased: boolean;
  /** A key or a text begins with it, so that a quote stands before it. What follows may be JSON's or a wrapper's. */
  readonly isStart: boolean;
}

/**
 * Where a text is cut. A quote, a backslash and control characters never stand for themselves in JSON; a lone
 * surrogate and U+FFFD may come of bytes that are no UTF-8.
 */
const cuts = /["\\\p{Cc}\p{Surrogate}\ufffd]+/u;
/** White space may lie around these in the record, and lies around none in the text that is searched. */
const structuralCuts = /["\\\p{Cc}\p{Surrogate}\ufffd{}[\],]+/u;
/** Lower case folds letters beyond ASCII in ways that bytes do not show. */
const foldingCuts = /[^\x20-\x7e]+/;

/** The needles of a text that is found as a part of another; `hasStructure` when that may be JSON with brackets. */
export function partsOf(text: string, isCased: boolean, hasStructure: boolean): readonly Needle[] {
  return needlesFrom(text, isCased, hasStructure, false);
}

/** The needles of what a key or a text begins with. */
export function startOf(text: string, isCased: boolean, hasStructure: boolean): readonly Needle[] {
  return needlesFrom(text, isCased, hasStructure, true);
}

function needlesFrom(
  text: string,
  isCased: boolean,
  hasStructure: boolean,
  isStart: boolean,
): readonly Needle[] {
  return piecesOf(text, isCased, hasStructure).flatMap((piece, at) => {
    const needed = hasStructure ? withoutColon(piece) : piece;
    if (needed === '') return [];
    return [{ text: needed, isCased, isStart: isStart && at === 0 && needed === piece }];
  });
}

function piecesOf(text: string, isCased: boolean, hasStructure: boolean): readonly string[] {
  const pieces = (isCased ? text : text.toLowerCase()).split(hasStructure ? structuralCuts : cuts);
  return isCased ? pieces : pieces.flatMap((piece) => piece.split(foldingCuts));
}

/** After a key's quote a colon may have a gap before it. Any other colon is part of a text. */
function withoutColon(piece: string): string {
  return piece.replace(/^:+/, '');
}
