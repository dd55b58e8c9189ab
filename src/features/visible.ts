/** A copy that is well-formed and has no character that is made not to be seen: words can hide behind those. */
export function visible(text: string): string {
  const wellFormed = text.toWellFormed();
  return /[\u0250-\uffff]/.test(wellFormed) || wellFormed.includes('\u00ad')
    ? wellFormed.replace(/\p{Default_Ignorable_Code_Point}+/gu, '')
    : wellFormed;
}

/** How often a text turns its writing around, hides tags, or buries a letter under nine accents or more. */
export function deceptionsIn(text: string): number {
  return /[\u0300-\uffff]/.test(text)
    ? (text.match(/[\u202d\u202e]|[\u{e0000}-\u{e007f}]|[\u0300-\u036f]{9}/gu)?.length ?? 0)
    : 0;
}
