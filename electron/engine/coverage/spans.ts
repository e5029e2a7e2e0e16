/** A time, or a run of hours: `from` is in it, `until` is not. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The same time in as few spans as can be, in order; neighbours that touch are one. Empty ones are left out. */
export function joined(spans: Iterable<Span>): readonly Span[] {
  const sorted = [...spans].filter(({ from, until }) => from < until).sort((a, b) => a.from - b.from);
  const result: { from: number; until: number }[] = [];
  for (const { from, until } of sorted) {
    const last = result.at(-1);
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until);
    else result.push({ from, until });
  }
  return result;
}

/** What of `spans` is not in `others`; both as {@link joined} makes them. */
export function without(spans: readonly Span[], others: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  let at = 0;
  for (const { from, until } of spans) {
    let rest = from;
    while ((others[at]?.until ?? Number.POSITIVE_INFINITY) <= from) at += 1;
    for (let next = at; rest < until; next += 1) {
      const other = others[next];
      if (other === undefined || other.from >= until) break;
      if (other.from > rest) result.push({ from: rest, until: other.from });
      rest = Math.max(rest, other.until);
    }
    if (rest < until) result.push({ from: rest, until });
  }
  return result;
}

/** The holes between spans, which must be {@link joined}. */
export function between(spans: readonly Span[]): readonly Span[] {
  return spans.slice(1).map(({ from }, at) => ({ from: spans[at]?.until ?? from, until: from }));
}

/** The units that the spans touch, and those that they fill; a unit is `size` long. */
export function touched(spans: readonly Span[], size: number): readonly Span[] {
  return joined(
    spans.map(({ from, until }) => ({ from: Math.floor(from / size), until: Math.ceil(until / size) })),
  );
}

export function filled(spans: readonly Span[], size: number): readonly Span[] {
  return joined(
    spans.map(({ from, until }) => ({ from: Math.ceil(from / size), until: Math.floor(until / size) })),
  );
}

/** Tells whether a number lies in one of the spans, for numbers asked in ascending order. */
export function ascending(spans: readonly Span[]): (value: number) => boolean {
  let at = 0;
  return (value) => {
    while ((spans[at]?.until ?? Number.POSITIVE_INFINITY) <= value) at += 1;
    return (spans[at]?.from ?? Number.POSITIVE_INFINITY) <= value;
  };
}
