import type { Judged } from './page-state.ts';

/** A response to be labelled. */
export interface LabelItem extends Judged {
  /** Unique among all items. */
  readonly id: string;
  /** Who has rated it before, elsewhere: they are not asked again. */
  readonly ratedBy: readonly string[];
  /** What the model said of it. Leaves the server for a labeller who has labelled it, and no other. */
  readonly rating: ModelRating;
}

export interface ModelRating {
  /** On the rating scale. */
  readonly selfRating?: number | undefined;
  /** 0..1 */
  readonly passProbability?: number | undefined;
}
