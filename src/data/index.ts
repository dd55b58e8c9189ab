export { readCalibrator, writeCalibrator } from './calibrator-file.ts';
export { readTarget } from './dataset.ts';
export type { PartialTarget } from './dataset.ts';
export { readRecords, streamRecords } from './records.ts';
export type { ReadOptions, ReadRecord, RecordKind } from './records.ts';
