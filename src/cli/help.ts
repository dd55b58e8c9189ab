/** How labels are best spent, behind the help of the commands that spend them. */
export const certifyRounds = `
With rounds of labels, earlier rounds fit and the newest certifies in full:
  unflatter fit round-1.jsonl --out c.json
  unflatter certify c.json round-2.jsonl --false-pass 0.1 --out c.json
and after another round:
  unflatter fit round-1.jsonl round-2.jsonl --out next.json
  unflatter certify next.json round-3.jsonl --false-pass 0.1 --out next.json
With one round, fit does both on parts of it:
  unflatter fit round-1.jsonl --false-pass 0.1 --out c.json
A promise holds for traffic like the labels only, and each group counts once.
To fit anew, as by other seeds, and certify each fit on the same labels is a
search for luck, of which no file can know: the promise does not hold then.`;
