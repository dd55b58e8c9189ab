import { describe, expect, it } from 'vitest';
import { degeneracyOf } from '../../src/calibrator/degenerate.ts';
import { visible } from '../../src/features/visible.ts';
import { calibrate, createQualityGate, decide, fit } from '../../src/index.ts';
import { exampleRecords, exampleTarget } from '../example.ts';

const wordless = ['.', ',', ':', '"', '…', '。', '--', '```', '** **', '!?', '→', '🙂', '(', '\n-\n', '٪'];
const openings = [
  'Thought process:',
  "Let's solve this problem step by step.",
  'Let’s solve this problem step by step.',
  'LET US SOLVE THIS PROBLEM, STEP BY STEP:',
  'Solution',
  'Solution:',
  '**Solution:**',
  '## Answer\n\nThe answer is:',
  'Thought process: Thought process: Solution',
  "Sure! Here's the answer:",
  'Sure, let us think.',
  "Okay, let's think step by step.",
  'Of course!',
  'My final answer is:',
  '解',
  '解：',
  '答案是：',
  '让我们一步一步地思考。',
  '解题思路：',
  'かいせつ',
  '解説：',
  '答えは、',
  'この問題を段階的に解きましょう。',
  'Respuesta',
  'Respuesta:',
  'Pensemos paso a paso.',
  'Vamos a resolver este problema paso a paso.',
  'Lösung:',
  'Lass uns dieses Problem Schritt für Schritt lösen.',
  'Réponse :',
  'Résolvons ce problème étape par étape.',
  'Bien sûr ! Voici la réponse :',
  'Solução:',
  'Vamos resolver este problema passo a passo.',
  'Risposta:',
  'Решение:',
  'Давайте подумаем шаг за шагом.',
  'समाधान:',
  'आइए इस समस्या को चरण दर चरण हल करें।',
  '풀이:',
  '이 문제를 단계별로 풀어 봅시다.',
];
const prose = 'The first cause is heat. The second one, which is named far more often than it deserves to be, is ';
const cut = [
  `${prose}that the`,
  `${prose}dust,`,
  'Here is the code:\n```js\nconst answer = 42;',
  '第一个原因是温度过高，因此机器会自动关闭以保护自己。第二个原因是灰尘太多，堵住了通风口，所以空气不能流通而且声音也会变得更大，还有一些人认为电源也可能会',
];
const whole = [
  '42',
  '$3700',
  'No.',
  'はい',
  '是',
  'Good.',
  'Process',
  'The solution is 42.',
  'Answer: B',
  'Step 1: unplug it.',
  '答案是四。',
  'Photosynthesis',
  'apple, banana, grape, orange',
  `${prose}dust.`,
  `${prose}"dust"`,
  '- Heat. It is the first cause of all that I have seen go wrong in such machines\n- Dust. It is the second cause of all of that',
  'See the manual. It is at https://example.org/manual/chapter/on/heat/and/dust/in/machines',
  '```js\nconst answer = 42;\n```',
  'Dear all. We have decided on it.\n\nSee you soon,',
];

describe('a response that is none', () => {
  it.each([
    ...wordless.map((text) => ({ text, degeneracy: 'wordless' })),
    ...openings.map((text) => ({ text, degeneracy: 'boilerplate' })),
    ...cut.map((text) => ({ text, degeneracy: 'truncated' })),
    ...whole.map((text) => ({ text, degeneracy: undefined })),
  ])('is told from one that is: $text is $degeneracy', ({ text, degeneracy }) => {
    expect(degeneracyOf(text)).toBe(degeneracy);
  });

  const question = 'What does the pump of a cooler do when the water gets too warm?';

  it.each([
    question,
    `> ${question}`,
    `"${question}"\n`,
    question.replaceAll(' ', '\u200B \n'),
    `  ${question}`,
    `${question.replaceAll(' ', '   \n   ')}${'\n'.repeat(500)}`,
  ])('is told where it is the prompt again: %s', (text) => {
    expect(degeneracyOf(visible(text), question)).toBe('echo');
    expect(degeneracyOf(visible(text)), 'without the prompt').toBeUndefined();
  });

  it.each([
    [
      'the loss was -4.5 percent of all that came in last year',
      'the loss was 4.5 percent of all that came in last year',
    ],
    ['the pump runs faster it cools the water and stops', 'The pump runs faster: it cools the water, and stops.'],
    ['what a plus b times c comes to here: (a + b * c)', 'what a plus b times c comes to here: ((a + b) * c)'],
  ])('is no echo where marks, signs or case were put right: %s', (prompt, text) => {
    expect(degeneracyOf(text, prompt)).toBeUndefined();
  });

  it('is no echo where it says anything of its own, or the prompt is too short to tell', () => {
    for (const text of [`${question} It runs faster.`, question.slice(0, 50), 'It runs faster.'])
      expect(degeneracyOf(text, question)).toBeUndefined();
    expect(degeneracyOf('Good morning', 'Good morning!')).toBeUndefined();
  });

  it('is found in time on hostile texts', () => {
    for (const part of ['解答', '解', '步', "let's ", '`', '``` ', 'a. ', ', ', '。x', '://', ' ', '\n']) {
      const text = part.repeat(200_000 / part.length);
      const start = performance.now();
      degeneracyOf(text);
      degeneracyOf(`${text.slice(0, 399)}x`);
      degeneracyOf(text, `${text}x`);
      expect(performance.now() - start, JSON.stringify(part)).toBeLessThan(500);
    }
  });
});

describe('a gate', () => {
  const calibrator = fit(exampleRecords(), exampleTarget);
  const gate = (onError?: 'fail' | 'pass-insecure') =>
    createQualityGate({ calibrator, policy: { passThreshold: 1e-9, failThreshold: 0, onError } });
  const prompt = 'What does HTTP status 404 mean?';

  it.each([
    ...wordless.map((response) => ({ response, reason: 'response-wordless' })),
    ...openings.map((response) => ({ response, reason: 'response-boilerplate' })),
    ...cut.map((response) => ({ response, reason: 'response-truncated' })),
  ])('asks a person about $response, whatever its rating', ({ response, reason }) => {
    for (let selfRating = 1; selfRating <= 10; selfRating++) {
      const rated = { prompt, response, selfRating };
      expect(gate().decide(rated)).toMatchObject({ verdict: 'review', reason });
    }
    const rated = { prompt, response, selfRating: 10 };
    expect(gate('fail').decide(rated)).toMatchObject({ verdict: 'fail', reason });
    expect(gate('pass-insecure').decide(rated)).toMatchObject({ verdict: 'pass', reason, insecure: true });
  });

  it('sees through characters that are made not to be seen', () => {
    const hidden = 'Sol\u200But\u00adion\u2063:';
    expect(gate().decide({ prompt, response: hidden, selfRating: 10 }).reason).toBe('response-boilerplate');
  });

  it('calibrates such a text all the same, and says so', () => {
    const { outside, passProbability } = calibrate(calibrator, { prompt, response: 'Solution:', selfRating: 9 });
    expect(outside).toContainEqual({ input: 'response', value: 'boilerplate' });
    expect(passProbability).toBeGreaterThan(0);
  });

  it('takes no column of the app that is called response for it', () => {
    const calibrated = calibrate(calibrator, { prompt, response: 'Not found.', selfRating: 9 });
    const outside = [{ input: 'response', value: 7, min: 0, max: 1 }];
    expect(decide({ ...calibrated, outside })).toMatchObject({ verdict: 'review', reason: 'outside-envelope' });
  });
});
