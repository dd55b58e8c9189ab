import type { CalibratorChange } from '../gate/promotion/against.ts';
import { plotChange } from './evaluate-against-figure.ts';
import { changeTable } from './evaluate-against-rows.ts';
import { changeSteps, comparedWords, type ComparedFiles } from './evaluate-against-steps.ts';
import {
  changeSentence,
  changeTone,
  changeVerdict,
  flipSentences,
  leftOutSentences,
  measuredSentences,
  promiseSentences,
} from './evaluate-against-words.ts';
import { measureSentences } from './evaluate-words.ts';
import { bullets, page, paragraph, steps, subheading } from './page/page.ts';
import { table } from './page/table.ts';

/** What changed from one calibrator to the next, as one file of HTML that loads nothing and runs nothing. */
export function changePage(change: CalibratorChange, files: ComparedFiles): string {
  const { sum, some } = flipSentences(change);
  const promises = promiseSentences(change);
  return page({
    title: 'Is the new calibrator better?',
    what: comparedWords(files),
    headline: { verdict: changeVerdict(change), tone: changeTone(change), sentence: changeSentence(change) },
    opening: [bullets(leftOutSentences(change)), subheading('What to do next'), steps(changeSteps(change, files))],
    sections: [
      {
        title: 'Before and now',
        body: [
          table(changeTable(change)),
          ...measuredSentences(change).map(paragraph),
          plotChange(change),
          bullets(measureSentences.slice(0, 3)),
        ],
      },
      { title: 'Decisions that change', body: [paragraph(`${sum}.`), bullets(some)] },
      {
        title: 'Certificates',
        body: promises.length === 0 ? [paragraph('None is lost, gained or carried by both.')] : [bullets(promises)],
      },
      {
        title: 'What this cannot show',
        body: [
          bullets([
            'Whether either is easier to game: see audit, which promote runs on both.',
            'Labels that have chosen between many calibrators favour the lucky one: bring new ones to decide.',
            'Better on average can be worse for some kinds of responses.',
          ]),
        ],
      },
    ],
  });
}
