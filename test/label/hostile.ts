/* Texts that try to run something or to load something from elsewhere, in two hundred ways. */

const elsewhere = 'http://127.0.0.1:9';
const run = "window.ran=1;console.log('ran')";

const bare = [
  `<script>${run}</script>`,
  `<script src="${elsewhere}/x.js"></script>`,
  `<img src=x onerror="${run}">`,
  `<img src="${elsewhere}/beacon.png">`,
  `<svg onload="${run}">`,
  `<svg><script>${run}</script></svg>`,
  `<svg><animate onbegin="${run}" attributeName=x dur=1s>`,
  `<iframe src="javascript:${run}"></iframe>`,
  `<iframe srcdoc="<script>parent.ran=1</script>"></iframe>`,
  `<object data="${elsewhere}/x.swf"></object>`,
  `<embed src="${elsewhere}/x">`,
  `<link rel=stylesheet href="${elsewhere}/x.css">`,
  `<link rel=prefetch href="${elsewhere}/x">`,
  `<style>@import '${elsewhere}/x.css';</style>`,
  `<style>*{background:url(${elsewhere}/x)}</style>`,
  `<base href="${elsewhere}/">`,
  `<meta http-equiv=refresh content="0;url=${elsewhere}/">`,
  `<form action="${elsewhere}/save"><input name=a></form>`,
  `<form id=test></form><button form=test formaction="javascript:${run}">go</button>`,
  `<details open ontoggle="${run}">`,
  `<video><source onerror="${run}"></video>`,
  `<audio src=x onerror="${run}">`,
  `<body onload="${run}">`,
  `<input autofocus onfocus="${run}">`,
  `<select autofocus onfocus="${run}">`,
  `<textarea autofocus onfocus="${run}">`,
  `<marquee onstart="${run}">`,
  `<math><mtext><table><mglyph><style><img src=x onerror="${run}">`,
  `<a href="javascript:${run}">here</a>`,
  `<a href="${elsewhere}" ping="${elsewhere}/ping" target=_blank>here</a>`,
  `![](${elsewhere}/beacon.png)`,
  `[here](javascript:${run})`,
  `<div style="background:url(${elsewhere}/x)">`,
  `<template shadowrootmode=open><img src=x onerror="${run}"></template>`,
  `<portal src="${elsewhere}">`,
  `<div id=message></div><div id=levels></div><input id=note>`,
  `<img name=body><img name=getElementById>`,
  `{{constructor.constructor("${run}")()}}`,
  `\${${run}}`,
  `javascript:${run}`,
];

/** Each as it is, out of what it might stand in, in the middle of a text, in a fence, and with its markup written otherwise. */
export const hostileTexts: readonly string[] = bare.flatMap((text) => [
  text,
  `"'></textarea></title></style></script>--><!--${text}`,
  `A plain beginning.\u202e\n\n${text}\n\nA plain end.`,
  `\`\`\`html\n${text}\n\`\`\``,
  text.replaceAll('<', '\\u003c').replaceAll('"', '&quot;'),
]);
