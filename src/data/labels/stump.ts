/**
 * Whether a last line is the beginning of one that the labelling page writes, whose writer was stopped: no label yet. One
 * that is all there is none, whatever is wrong with it.
 */
export function isStump(content: string): boolean {
  const isOurs = ['{"key":', '{"undo":', '{"seen":'].some(
    (start) => content.startsWith(start) || start.startsWith(content),
  );
  if (!isOurs) return false;
  try {
    JSON.parse(content);
    return false;
  } catch {
    return true;
  }
}
