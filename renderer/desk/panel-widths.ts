interface PanelWidths {
  readonly facetsPx: number;
  readonly recordPx: number;
}

/**
 * How wide the panels beside the table begin: a small window leaves the table its first five columns also with a
 * record open, a large one shows more of the values and the record.
 */
export function panelWidths(windowPx: number): PanelWidths {
  return {
    facetsPx: between(212, windowPx * 0.14, 264),
    recordPx: between(336, windowPx * 0.25, 480),
  };
}

function between(least: number, wanted: number, most: number): number {
  return Math.round(Math.min(most, Math.max(least, wanted)));
}
