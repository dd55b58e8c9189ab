export { readCalibrator, writeCalibrator } from './calibrator-file.ts';
export type { TrustOptions } from './calibrator-file.ts';
export { readTarget } from './dataset.ts';
export type { PartialTarget } from './dataset.ts';
export { promoteCalibrator } from './promotion.ts';
export { readRecords, streamRecords } from './records.ts';
export type { ReadOptions, ReadRecord, RecordKind } from './records.ts';
export { signCalibrator, verifySignature } from './signature.ts';
export type { Key } from './signature.ts';
