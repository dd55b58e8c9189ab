/** Numbers of labels of the label-efficiency curve. The first is the fewest that every method takes. */
export const curveSizes: readonly number[] = [20, 30, 50, 75, 100, 150, 200, 300, 500];

/** Where curves end. All tasks of the development data hold 200 labels, few hold 500. */
export const curveMaxima: readonly number[] = [200, 300, 500];
