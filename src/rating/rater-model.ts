/**
 * A `LanguageModel` of the `ai` package, version 6 or 7, or the id of one. Only what sets a model apart is named, so that
 * these types stand without that package.
 */
export type RaterModel =
  | string
  | {
      readonly specificationVersion: 'v2' | 'v3' | 'v4';
      readonly provider: string;
      readonly modelId: string;
      readonly doGenerate: (options: never) => PromiseLike<unknown>;
    };
