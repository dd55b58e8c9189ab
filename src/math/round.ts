/** A number cut to its leading digits, as it is written in files: differences in the last bits do not show. */
export function significant(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
