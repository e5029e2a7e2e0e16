/** The look of a report on a screen and on A4: the light colours of the app. Nothing in it comes from a case. */
export const styleSheet = `
@page { size: A4; margin: 16mm 15mm 18mm; }
* { box-sizing: border-box; }
html { background: #f6f5f2; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { max-width: 190mm; margin: 0 auto; padding: 24px 20px 48px; color: #1d1c1a;
  font: 13px/1.5 Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1, h2, h3, p, dl, dd, table { margin: 0; }
h1 { font-size: 22px; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 28px 0 10px; font-size: 15px; break-after: avoid; }
h3 { font-size: 13px; break-after: avoid; }
code, .mono { font: 11px/1.5 "JetBrains Mono", ui-monospace, "SF Mono", Menlo, Consolas, monospace; word-break: break-all; }
.whole { white-space: nowrap; }
.kind, .small { color: #5c5850; font-size: 12px; }
.panel { margin-top: 10px; padding: 14px 16px; background: #fff; border: 1px solid #e2dfd8; border-radius: 10px; }
.verdict { display: flex; gap: 14px; align-items: flex-start; margin-top: 16px; break-inside: avoid; }
.verdict p + p { margin-top: 4px; color: #5c5850; }
.verdict strong { font-size: 15px; }
.cards { display: grid; grid-template-columns: 5fr 3fr 3fr 4fr; gap: 10px; margin-top: 10px; break-inside: avoid; }
.cards > div { padding: 12px 14px; background: #fff; border: 1px solid #e2dfd8; border-radius: 10px; }
.cards b { display: block; font-size: 16px; line-height: 1.3; }
.cards .small { font-size: 11px; }
.bar { display: block; width: 100%; height: 8px; margin: 6px 0; border-radius: 3px; }
.badge { display: inline-block; flex: none; padding: 1px 7px; border-radius: 4px; font-size: 11px; font-weight: 600; white-space: nowrap; }
.ok { background: #e3f1e7; color: #22663d; }
.warn { background: #fbf0d9; color: #855300; }
.fail { background: #fbe9e4; color: #a83420; }
.neutral { background: #efede8; color: #5c5850; }
.note { margin-top: 10px; padding: 8px 12px; border-radius: 6px; }
table { width: 100%; border-collapse: collapse; font-size: 12px; }
th, td { padding: 5px 10px 5px 0; border-bottom: 1px solid #e2dfd8; text-align: left; vertical-align: top; }
th { color: #5c5850; font-weight: 550; }
th:last-child, td:last-child { padding-right: 0; }
tbody tr:last-child > td { border-bottom: 0; }
tr { break-inside: avoid; }
thead { display: table-header-group; }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.nowrap { white-space: nowrap; }
td p { color: #5c5850; }
dl { display: grid; grid-template-columns: 34mm 1fr; gap: 5px 12px; font-size: 12px; }
dt { color: #5c5850; }
dd { overflow-wrap: anywhere; }
.group { break-inside: auto; }
.group > header { break-inside: avoid; break-after: avoid; }
.group header p { margin-top: 3px; }
.group table { margin-top: 8px; }
.group th:nth-child(2) { width: 34mm; }
.group th:nth-child(3) { width: 16mm; }
.group code { font-size: 10.5px; }
h3.mono { margin-top: 10px; font-size: 12px; }
.map { display: block; width: 100%; height: auto; margin-top: 2px; break-inside: avoid; }
.map text { font: 10px Inter, system-ui, sans-serif; fill: #5c5850; }
.map .code { font: 10px "JetBrains Mono", ui-monospace, Menlo, Consolas, monospace; fill: #1d1c1a; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 14px; margin-top: 10px; color: #5c5850; font-size: 11px; }
.legend span { display: inline-flex; gap: 5px; align-items: center; }
.legend svg { width: 10px; height: 10px; }
.limits div + div { margin-top: 10px; }
.limits div { break-inside: avoid; }
footer { margin-top: 28px; color: #6b665c; font-size: 11px; }
.defs { position: absolute; width: 0; height: 0; }
@media print {
  html, .panel, .cards > div { background: #fff; }
  body { max-width: none; padding: 0; }
  h2 { margin-top: 20px; }
}
@media screen and (max-width: 720px) { .cards { grid-template-columns: 1fr 1fr; } }
`;
