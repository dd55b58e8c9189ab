/*
 * Makes the shipped calibration sets out of folders of labelled texts: the texts are measured, the numbers are kept,
 * and the ids and groups are hashed. Run again after any change of a feature:
 *
 *     npm run calibration-data -- [folder with the texts]
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../src/data/atomic.ts';
import { readRecords } from '../src/data/records.ts';
import { readTarget } from '../src/data/dataset.ts';
import { featureSet, measureSurface } from '../src/features/extract.ts';
import { significant } from '../src/math/round.ts';
import type { CalibrationRecord } from '../src/types.ts';

const sources: Readonly<Record<string, string>> = {
  'lsat-self-confidence':
    'Michael, BenShushan, Bien and Moore (2026), Confidence Calibration in Large Language Models, arXiv:2605.23909; github.com/NoamMichael/Comparing-Confidence-in-LLMs',
  'llmbar-ratings':
    'Zeng, Yu, Gao, Meng, Goyal and Chen (2023), Evaluating Large Language Models at Evaluating Instruction Following, arXiv:2310.07641; github.com/princeton-nlp/LLMBar',
  'llm-rubric-dialogues':
    'Hashemi, Eisner, Rosset, Van Durme and Kedzie (2024), LLM-Rubric, arXiv:2501.00274; github.com/microsoft/LLM-Rubric',
  scisynthesis:
    'Babaei Giglou, D’Souza and Auer (2024), LLMs4Synthesis, arXiv:2409.18812; github.com/HamedBabaei/LLMs4Synthesis',
  'hanna-stories':
    'Chhun, Suchanek and Clavel (2024), Do Language Models Enjoy Their Own Stories?, arXiv:2405.13769; github.com/dig-team/hanna-benchmark-asg',
};

const [from = '../shared/data'] = process.argv.slice(2);
for (const [set, source] of Object.entries(sources)) await makeSet(set, source);

async function makeSet(set: string, source: string): Promise<void> {
  const { name, licence, files } = JSON.parse(readFileSync(join(from, set, 'dataset.json'), 'utf8'));
  for (const { file } of files) {
    const path = join(from, set, file);
    const records = await readRecords([path], { target: await readTarget(path) });
    const lines = records.map(measured).sort((a, b) => (a.id < b.id ? -1 : 1));
    replaceFile(join('calibration-data', set, file), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    console.log(`${set}/${file}: ${lines.length} records`);
  }
  const described = {
    name,
    licence,
    source,
    note: 'Numbers only: surface features, ratings and labels, with hashed ids and groups. See README.md for who labelled and what the set is not good for.',
    featureSet,
    files: files.map(
      ({ file, criterion, records, groups, ratingScale, humanScale, passAt }: Record<string, unknown>) => ({
        file,
        criterion,
        records,
        groups,
        ratingScale,
        humanScale,
        passAt,
      }),
    ),
  };
  replaceFile(join('calibration-data', set, 'dataset.json'), `${JSON.stringify(described, null, 2)}\n`);
}

function measured({ id, group, prompt, response, selfRating, humanRatings, rater, generator }: CalibrationRecord) {
  const { features, language } = measureSurface(response!, prompt);
  return {
    id: hashed(id),
    group: hashed(group ?? prompt ?? id),
    selfRating,
    humanRatings,
    rater,
    generator,
    language,
    features: Object.fromEntries(Object.entries(features).map(([name, value]) => [name, significant(value, 6)])),
  };
}

/** Twelve hexadecimal digits: enough to tell records apart, and they say nothing of the text. */
function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
