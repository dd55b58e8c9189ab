import type { Turn } from './page-state.ts';

/** A response to be labelled, with all that a person needs to judge it. Texts are a model's: never markup. */
export interface LabelItem {
  /** Unique among all items. */
  readonly id: string;
  readonly response: string;
  readonly prompt?: string | undefined;
  readonly system?: string | undefined;
  readonly conversation?: readonly Turn[] | undefined;
  readonly sources?: readonly string[] | undefined;
  readonly language?: string | undefined;
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
