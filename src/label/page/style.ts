import { palettes } from '../../report/plot-style.ts';

const colours = (palette: Readonly<Record<string, string>>): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');

/** The looks of the labelling page: light and dark, two panes on a desk and one on a phone, texts that scroll inside. */
export const pageStyle = `
:root { color-scheme: light dark; ${colours(palettes.light)} --rate: #59636e; --raised: #f6f8fa; --onaccent: #ffffff; }
@media (prefers-color-scheme: dark) { :root { ${colours(palettes.dark)} --raised: #161b22; --onaccent: #0d1117; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; height: 100vh; height: 100dvh; display: grid; grid-template-rows: auto minmax(0, 1fr) auto; grid-template-columns: minmax(0, 1fr); background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header { display: flex; align-items: center; gap: 8px 16px; padding: 8px 20px; border-bottom: 1px solid var(--faint); }
h1 { font-size: 1rem; margin: 0; flex: 0 1 auto; min-width: 4em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; unicode-bidi: isolate; }
h2 { font-size: 0.8125rem; font-weight: 600; margin: 0; color: var(--rate); letter-spacing: 0.02em; overflow-wrap: anywhere; unicode-bidi: isolate; }
.progress { display: flex; align-items: center; gap: 10px; flex: 1 1 auto; justify-content: flex-end; white-space: nowrap; font-variant-numeric: tabular-nums; font-size: 14px; color: var(--rate); }
progress { appearance: none; width: 100%; max-width: 220px; height: 6px; border: 0; border-radius: 3px; background: var(--faint); overflow: hidden; }
progress::-webkit-progress-bar { background: var(--faint); }
progress::-webkit-progress-value { background: var(--certified); }
progress::-moz-progress-bar { background: var(--certified); }
#who { max-width: 12em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; unicode-bidi: isolate; flex: 0 1 auto; min-width: 3em; }
main { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 7fr); min-height: 0; }
#side { overflow-y: auto; padding: 16px 20px; background: var(--raised); border-inline-end: 1px solid var(--faint); overscroll-behavior: contain; }
#side details { margin-bottom: 20px; }
#side .text { margin-top: 4px; }
#rubric-place { padding: 10px 14px; border: 1px solid var(--faint); border-radius: 8px; background: var(--paper); }
#rubric { max-height: 34vh; overflow-y: auto; font-size: 15px; }
summary { cursor: pointer; }
summary h2 { display: inline; }
summary::marker { font-size: 0.7em; color: var(--rate); }
#policy { font-size: 0.8125rem; color: var(--rate); }
.answer { display: grid; grid-template-rows: auto minmax(0, 1fr); min-height: 0; padding: 16px 0 0; }
.answer h2 { padding: 0 24px; }
#response { overflow-y: auto; padding: 4px 24px 24px; font-size: 17px; line-height: 1.6; overscroll-behavior: contain; }
.prose { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; text-align: start; max-width: 46em; }
.code { margin: 6px 0; padding: 10px 12px; border: 1px solid var(--faint); border-radius: 6px; background: var(--raised); font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
#side .code { background: var(--paper); }
footer { display: grid; gap: 10px; justify-items: center; padding: 8px 20px 12px; border-top: 1px solid var(--faint); background: var(--paper); }
#message { margin: 0; min-height: 1.5em; font-size: 14px; color: var(--rate); text-align: center; overflow-wrap: anywhere; }
#message.bad { color: var(--limit); font-weight: 600; }
#ends { margin: 0; font-size: 13px; line-height: 1.3; color: var(--rate); text-align: center; }
#levels { display: flex; justify-content: center; gap: 8px; width: 100%; max-width: 720px; }
button, input, textarea { font: inherit; color: inherit; }
button { cursor: pointer; }
#levels button { flex: 1 1 0; min-width: 0; max-width: 110px; min-height: 48px; padding: 4px; border: 1px solid var(--rate); border-radius: 8px; background: var(--raised); font-size: 18px; font-weight: 600; font-variant-numeric: tabular-nums; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 2px; line-height: 1.1; }
#levels button:hover { border-color: var(--upper); color: var(--upper); }
#levels button[aria-pressed=true] { background: var(--upper); border-color: var(--upper); color: var(--onaccent); }
[data-busy] #levels button { opacity: 0.7; }
#levels input { width: 14em; }
input, textarea { padding: 8px 12px; border: 1px solid var(--rate); border-radius: 8px; background: var(--paper); }
kbd { font: 12px ui-monospace, Menlo, Consolas, monospace; padding: 0 5px; border: 1px solid var(--faint); border-radius: 4px; color: var(--rate); background: var(--raised); white-space: nowrap; }
#levels kbd { border: 0; padding: 0; background: none; color: inherit; opacity: 0.8; font-weight: 400; }
#note-place { display: flex; gap: 10px; width: 100%; max-width: 720px; align-items: flex-start; font-size: 14px; }
#note-place label { padding-top: 9px; color: var(--rate); }
textarea { flex: 1; resize: vertical; min-height: 40px; max-height: 30vh; unicode-bidi: plaintext; }
.actions { display: flex; flex-wrap: wrap; justify-content: center; gap: 4px 8px; }
.quiet { border: 1px solid transparent; border-radius: 6px; background: none; padding: 4px 8px; font-size: 14px; }
header .quiet { border-color: var(--faint); }
.quiet:hover:enabled { background: var(--raised); border-color: var(--faint); }
.quiet:disabled { opacity: 0.45; cursor: default; }
.main { border: 0; border-radius: 8px; padding: 8px 18px; background: var(--upper); color: var(--onaccent); font-weight: 600; }
:focus-visible { outline: 2px solid var(--upper); outline-offset: 2px; }
#response:focus-visible, #side:focus-visible { outline: none; box-shadow: inset 3px 0 0 var(--upper); }
#finished { display: none; place-content: center; text-align: center; padding: 24px; }
#finished p { margin: 4px 0; }
.big { font-size: 1.5rem; font-weight: 600; }
body:not([data-view=task]) :is(main, #levels, #ends, #note-place, .task) { display: none; }
[data-view=finished] #finished { display: grid; }
[data-view=starting] footer .actions { display: none; }
[data-view=starting] footer { grid-row: 2; align-content: center; border: 0; }
dialog { width: min(30em, calc(100vw - 32px)); padding: 20px 24px; border: 1px solid var(--faint); border-radius: 12px; background: var(--paper); color: var(--ink); }
dialog::backdrop { background: rgb(0 0 0 / 0.4); }
dialog h2 { font-size: 1.125rem; color: var(--ink); outline: none; }
dialog input { width: 100%; margin: 0 0 12px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 8px 16px; margin: 12px 0; font-size: 15px; }
dd { margin: 0; }
dialog p { font-size: 15px; color: var(--rate); }
@media (max-width: 759px) {
header { padding: 6px 12px; gap: 8px; }
progress { display: none; }
main { display: block; overflow-y: auto; }
#side { overflow: visible; border: 0; border-bottom: 1px solid var(--faint); padding: 12px; }
.answer { display: block; padding-top: 12px; }
.answer h2 { padding: 0 12px; }
#response { overflow: visible; padding: 4px 12px 16px; font-size: 16px; }
#rubric { max-height: 22vh; }
footer { padding: 6px 12px 10px; gap: 6px; }
#levels { gap: 4px; }
.actions kbd, .actions :disabled { display: none; }
dl { grid-template-columns: 1fr; gap: 2px; }
dd { margin-bottom: 8px; }
}
@media (prefers-reduced-motion: no-preference) { #levels button { transition: background 80ms; } }
`;
