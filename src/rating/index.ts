export { calibrated, gated } from './calibrated.ts';
export type { CalibratedOptions, RatingLimit } from './calibrated.ts';
export { qualityGateMiddleware } from './middleware.ts';
export type { QualityGateMiddleware, QualityGateMiddlewareOptions } from './middleware.ts';
export type { Rate, RateOptions, RatingRequest, SelfRating } from './request.ts';
export { selfRater } from './self-rater.ts';
export type { RaterModel, SelfRaterOptions } from './self-rater.ts';
