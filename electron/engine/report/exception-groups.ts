import type { VerifiedObject } from '../../contract/integrity.ts';
import { escapeHtml } from './escape.ts';
import { groupBy } from './group-by.ts';
import { counted, spanText, timeText } from './report-text.ts';
import { verdictWords } from './report-words.ts';

/** What is not simply proven, by what it is and why; the worst group first, for the list is. */
export function* exceptionGroups(objects: readonly VerifiedObject[]): Generator<string, void, undefined> {
  const groups = groupBy(objects, ({ kind, verdict, reason }) => `${verdict} ${kind} ${reason}`);
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const { label, tone } = verdictWords[first.verdict];
    const what = counted(group.length, first.kind === 'digest' ? 'digest' : 'log file');
    const settle =
      first.settle === null ? '' : `<p class="small">To settle it: ${escapeHtml(first.settle)}</p>`;
    yield `<section class="panel group"><header><span class="badge ${tone}">${label}</span> <strong>${what}</strong><p>${escapeHtml(first.sentence)}</p>${settle}</header>
<table><thead><tr><th>File</th><th>${first.kind === 'digest' ? 'Covers' : 'Delivered'}</th><th class="number">Events</th></tr></thead><tbody>\n`;
    for (const object of group) yield row(object);
    yield '</tbody></table></section>\n';
  }
}

function row(object: VerifiedObject): string {
  const { kind, caseKey, byKey, notes, events } = object;
  const more = [
    caseKey === null ? '' : `<p>In the case as <code>${escapeHtml(caseKey)}</code></p>`,
    byKey === null ? '' : `<p>Decided by <code>${escapeHtml(byKey)}</code></p>`,
    ...notes.map((note) => `<p>${escapeHtml(note)}</p>`),
  ];
  const told = kind === 'digest' ? '' : events.toLocaleString('en');
  return `<tr><td><code>${escapeHtml(placeOf(object))}</code>${more.join('')}</td><td>${whenOf(object)}</td><td class="number">${told}</td></tr>\n`;
}

function placeOf({ bucket, key }: VerifiedObject): string {
  return bucket === null ? key : `s3://${bucket}/${key}`;
}

function whenOf({ fromMs, untilMs }: VerifiedObject): string {
  if (fromMs === null) return '';
  return untilMs === null || untilMs === fromMs ? timeText(fromMs) : spanText(fromMs, untilMs);
}
