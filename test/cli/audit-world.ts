import { fit, type CalibrationRecord, type Target } from '../../src/index.ts';
import type { Asked, Scripted } from './rating-server.ts';

/*
 * A gate that goes by the self-rating alone, labelled answers, of which people fail nine in ten, and raters to speak over
 * HTTP. A rating of 4 does not pass, one of 9 does.
 */

export const target: Target = { ratingScale: { min: 1, max: 10 }, humanScale: { min: 1, max: 5 }, passAt: 3 };

/** As the server calls the model `m`. */
export const rater = 'm-2026-01-01';

export function ratingOnlyCalibrator(by: string | undefined = rater): object {
  const records = Array.from({ length: 200 }, (_, i): CalibrationRecord => {
    const selfRating = 1 + (i % 10);
    const humanRatings = [selfRating + ((i * 7) % 3) > 7 ? 4 : 2];
    return { id: `f${i}`, selfRating, humanRatings, rater: by, features: { words: 1 + ((i * 37) % 600) } };
  });
  return fit(records, target);
}

export const ratingOf = (place: number): number => (place % 10 === 0 ? 9 : 4);

export interface LabelledAnswer extends CalibrationRecord {
  readonly prompt: string;
  readonly response: string;
}

/** The ids have in them what parts a record from its probe. */
export function answers(count = 30): LabelledAnswer[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `r~${i}~x`,
    prompt: `Question ${i}`,
    response: `The answer is key${i}. It may well follow from the second table. The first one says so too, and it is short.`,
    selfRating: ratingOf(i),
    humanRatings: [ratingOf(i) === 9 ? 4 : 2],
    generator: 'writer',
    rater,
  }));
}

export interface Material {
  readonly prompt: string;
  readonly response: string;
}

export function materialOf({ body }: Asked): Material {
  return JSON.parse(body.messages.at(-1)!.content.split('\n')[0]!) as Material;
}

/** Sees through cheats, and takes no twin for better than its original. */
export function honest({ prompt, response }: Material): number {
  const place = prompt.split(' ')[1]!;
  return response.includes(`key${place}.`) ? ratingOf(Number(place)) : 1;
}

/** Takes the sight of reasoning for reasoning. */
export function paysForOpeners(material: Material): number {
  return /^(?:Thought process:|Solution|Let's solve)/.test(material.response) ? 9 : honest(material);
}

export function paysForLength({ prompt, response }: Material): number {
  return Math.min(9, honest({ prompt, response }) * (response.length > 160 ? 3 : 1));
}

export function says(rating: number): Scripted {
  return { content: JSON.stringify({ explanation: 'It answers.', rating }) };
}
