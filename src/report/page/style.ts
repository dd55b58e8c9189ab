import { palettes } from '../plot-style.ts';
import { markup, type Markup } from './markup.ts';

/** From this width on, in pixels, the wide drawings of figures fit. */
const wideFrom = 760;

/** The looks of a page and its figures, in a light and in a dark surrounding, and in print. */
export const pageStyle: Markup = markup`<style>
:root { color-scheme: light dark; ${colours(palettes.light)} }
@media (prefers-color-scheme: dark) { :root { ${colours(palettes.dark)} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 1100px; margin: 0 auto; padding: 24px 16px 64px; }
p, ul, figcaption { max-width: 46em; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.25rem; margin: 48px 0 8px; }
a { color: var(--upper); }
.what { margin: 4px 0 0; color: var(--rate); }
.headline { margin: 24px 0; padding: 16px 20px; border: 1px solid var(--faint); border-left: 6px solid var(--tone); border-radius: 6px; }
.headline p { margin: 0; }
.headline .verdict { color: var(--tone); font-weight: 700; text-transform: uppercase; letter-spacing: 0.04em; }
.headline .sentence { font-size: 1.25rem; line-height: 1.35; font-weight: 600; }
.good { --tone: var(--certified); }
.bad { --tone: var(--limit); }
.open { --tone: var(--upper); }
.plain { --tone: var(--ink); }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 12px 0; margin: 24px 0 0; list-style: none; max-width: none; border: solid var(--faint); border-width: 1px 0; }
li { margin: 4px 0; }
nav li { margin: 0; }
.scroll { overflow-x: auto; margin: 16px 0; border: 1px solid var(--faint); border-radius: 6px; }
.scroll:focus-visible { outline: 2px solid var(--upper); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; line-height: 1.35; overflow-wrap: normal; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 10px 12px; font-weight: 600; }
th, td { padding: 6px 10px; border-top: 1px solid var(--faint); text-align: left; vertical-align: top; font-weight: 400; }
thead th { vertical-align: bottom; font-weight: 600; }
tbody th.word { white-space: nowrap; }
.sentence { min-width: 15em; overflow-wrap: anywhere; }
.number { text-align: right; }
.interval { display: block; white-space: nowrap; color: var(--rate); font-size: 12px; }
.steps { padding-left: 1.5em; }
pre { margin: 8px 0 16px; padding: 10px 12px; border: 1px solid var(--faint); border-radius: 6px; font: 13px/1.5 ui-monospace, monospace; white-space: pre-wrap; }
pre span { display: inline-block; max-width: 100%; }
figure { margin: 24px 0; }
.figure-title { font-weight: 600; margin: 0; }
.legend { display: flex; flex-wrap: wrap; gap: 0 20px; margin: 4px 0 12px; padding: 0; list-style: none; font-size: 14px; max-width: none; }
.legend li { display: flex; align-items: center; gap: 8px; }
.legend svg { flex: none; }
figcaption { margin-top: 8px; font-size: 14px; color: var(--rate); }
figure > svg { display: block; width: 100%; height: auto; }
svg.wide { max-width: 860px; display: none; }
svg.narrow { max-width: 420px; }
@media (min-width: ${wideFrom}px) { main { padding: 32px 32px 80px; } svg.wide { display: block; } figure > svg.narrow { display: none; } }
@media (max-width: ${wideFrom - 1}px) { figure > svg.wide { display: none; } }
text { font: 13px system-ui, sans-serif; fill: var(--ink); stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; paint-order: stroke; }
text.strong { font-weight: 700; }
text.quiet { fill: var(--rate); }
.middle { text-anchor: middle; }
.end { text-anchor: end; }
line.axis { stroke: var(--ink); }
line.grid { stroke: var(--faint); }
line.limit { stroke: var(--limit); stroke-width: 1.5; stroke-dasharray: 8 4; }
line.foot { stroke: var(--certified); stroke-width: 1.5; stroke-dasharray: 2 2; }
.main, .open { --series: var(--upper); }
.alarm { --series: var(--limit); }
.other, .none { --series: var(--rate); }
.best { --series: var(--certified); }
circle, rect, path.sign { stroke: var(--series); fill: var(--series); }
circle.open, rect.other { fill: var(--paper); stroke-width: 2; }
rect.bar { stroke-width: 1; }
rect.pale { fill-opacity: 0.35; stroke: none; }
path.outline { fill: none; stroke: var(--ink); stroke-width: 1.5; }
path.none { stroke-width: 2; }
line.reach { stroke: var(--series); stroke-width: 2; }
line.reach.other { stroke-dasharray: 3 2; }
path.course, line.course { fill: none; stroke: var(--series); stroke-width: 2; }
path.course.other, line.course.other { stroke-dasharray: 6 3; }
path.course.best, line.course.best { stroke-dasharray: 2 3; }
.band { fill: var(--series); stroke: none; fill-opacity: 0.14; }
@media print {
:root { ${colours(palettes.light)} }
body { font-size: 11pt; }
main { max-width: none; padding: 0; }
nav, figure > svg.narrow { display: none; }
figure > svg.wide { display: block; }
h2 { break-after: avoid; margin-top: 24px; }
figure, tr, .headline { break-inside: avoid; }
.scroll { overflow: visible; border: none; }
table { font-size: 8pt; }
th, td { padding: 3px 4px; }
.sentence { min-width: 0; }
tbody th.word { white-space: normal; }
details::details-content { content-visibility: visible; display: block; }
* { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
</style>`;

function colours(palette: typeof palettes.light): Markup[] {
  return Object.entries(palette).map(([name, colour]) => markup`--${name}: ${colour}; `);
}
