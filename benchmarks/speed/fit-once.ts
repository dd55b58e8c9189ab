/*
 * Fits once in a process of its own and prints what it took: `node fit-once.ts 1000`. Up to the size of the shipped set the
 * records are real; beyond it they are drawn from it again.
 */
import { fit, type CalibrationRecord } from '../../src/index.ts';
import { readRecords, readTarget } from '../../src/data/index.ts';
import { normal, seededRandom, type Random } from '../../src/math/random.ts';

const set = 'calibration-data/lsat-self-confidence/lsat-ar.jsonl.gz';
/** Standard deviation of the factor by which a number is changed when its record is drawn again. */
const jitter = 0.01;

const count = Number(process.argv[2]);
const target = await readTarget(set);
const real = await readRecords([set], { target });
const records = count <= real.length ? real.slice(0, count) : drawnAgain(real, seededRandom(1));

const before = process.memoryUsage.rss();
const start = performance.now();
const { fittedOn } = fit(records, target);
const seconds = (performance.now() - start) / 1000;
// Kibibytes.
const peak = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ fittedOn: fittedOn.records, seconds, before, peak }));

/**
 * Round after round through the set; each round has new ids and new groups, with the records that share one still
 * together, and numbers slightly changed so that none is equal to another. Ratings and labels stay.
 */
function drawnAgain(source: readonly CalibrationRecord[], random: Random): CalibrationRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const round = Math.floor(i / source.length);
    const { id, group = id, features, ...record } = source[i % source.length]!;
    const changed = Object.entries(features!).map(([name, value]) => [name, value * (1 + jitter * normal(random))]);
    return { ...record, id: `${id}-${round}`, group: `${group}-${round}`, features: Object.fromEntries(changed) };
  });
}
