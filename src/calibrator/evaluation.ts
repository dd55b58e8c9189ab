/** How good pass probabilities are against human labels. */
export interface Evaluation {
  /** Mean negative log likelihood, nats; 0.693 is a coin. */
  readonly logLoss: number;
  /** Mean squared error; 0.25 is a coin. */
  readonly brier: number;
  /** P(a passing record ranks above a failing one); 0.5 is chance. */
  readonly auc: number;
  /** Mean distance between predicted and observed over ten bins. */
  readonly calibrationError: number;
}
