import { pageScript } from './script.ts';
import { pageStyle } from './style.ts';

/**
 * The labelling page. It is the same for everybody and holds nothing of what is labelled: that comes by calls, and is put
 * in as text. Only what carries the nonce runs or styles.
 */
export function labelPage(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>label</title>
<style nonce="${nonce}">${pageStyle}</style>
</head>
<body data-view="starting">
<header>
<h1 id="title" dir="auto">label</h1>
<div class="progress"><progress id="bar" max="1" value="0" aria-label="Labelled"></progress><span id="count"></span></div>
<button type="button" id="who" class="quiet" title="Who labels" dir="auto">…</button>
<button type="button" id="open-help" class="quiet" aria-label="Keys" title="Keys">?</button>
</header>
<main id="work">
<div id="side" tabindex="0" role="region" aria-label="What it answers">
<details id="rubric-place" open hidden><summary><h2>Rubric</h2> <span id="policy"></span></summary><div id="rubric" class="text"></div></details>
<div id="context"></div>
</div>
<section class="answer">
<h2 id="response-title">Response</h2>
<div id="response" class="text" tabindex="0" role="region" aria-labelledby="response-title"></div>
</section>
</main>
<section id="finished">
<p class="big">All is labelled. Thank you.</p>
<p>Your labels are saved; this page can be closed.</p>
</section>
<footer>
<p id="message" role="status"></p>
<div id="levels" role="group" aria-label="Your rating" aria-describedby="ends"></div>
<p id="ends"></p>
<div id="note-place" hidden><label for="note">Note</label><textarea id="note" rows="2" maxlength="10000" dir="auto" placeholder="Saved with the rating. Esc goes back."></textarea></div>
<div class="actions">
<button type="button" id="open-note" class="quiet task">Note <kbd>n</kbd></button>
<button type="button" id="skip" class="quiet task">Skip <kbd>s</kbd></button>
<button type="button" id="undo" class="quiet">Undo <kbd>u</kbd></button>
<button type="button" id="reveal" class="quiet" title="What the model gave the last one; your label is final then">Model’s rating <kbd>m</kbd></button>
</div>
</footer>
<dialog id="name" aria-labelledby="name-title">
<h2 id="name-title">Who labels?</h2>
<p>Everybody has a queue of their own, and nobody sees the labels of others.</p>
<input id="name-input" maxlength="100" autocomplete="off" aria-label="Your name" dir="auto">
<button type="button" id="name-done" class="main">Start</button>
</dialog>
<dialog id="help" aria-labelledby="help-title">
<h2 id="help-title" tabindex="-1">Keys</h2>
<dl>
<dt>a digit, or the key on a button</dt><dd>rate and go on</dd>
<dt><kbd>j</kbd> <kbd>k</kbd> or <kbd>←</kbd> <kbd>→</kbd></dt><dd>lower or higher, then <kbd>Enter</kbd> to save</dd>
<dt><kbd>↑</kbd> <kbd>↓</kbd> <kbd>Space</kbd></dt><dd>scroll the response; <kbd>Tab</kbd> goes to the prompt</dd>
<dt><kbd>u</kbd></dt><dd>take the last label back</dd>
<dt><kbd>s</kbd></dt><dd>skip: it comes again at the end</dd>
<dt><kbd>n</kbd></dt><dd>a note, saved with the rating; <kbd>Esc</kbd> leaves it</dd>
<dt><kbd>c</kbd></dt><dd>show the response as code, or as text again</dd>
<dt><kbd>m</kbd></dt><dd>what the model said of the last one; your label is final then</dd>
</dl>
<p>A few responses come twice, to see how far one agrees with oneself.</p>
<form method="dialog"><button class="main">Close</button></form>
</dialog>
<noscript>This page needs JavaScript.</noscript>
<script nonce="${nonce}">${pageScript()}</script>
</body>
</html>
`;
}
