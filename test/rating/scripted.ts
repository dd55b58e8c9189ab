import { MockLanguageModelV3 } from 'ai/test';
import { reply, type Generated } from './models.ts';

/** A model that gives one reply after the other, and the last one from then on. */
export function modelThatSaysInTurn(replies: readonly (string | Generated | Error)[], modelId = 'judge') {
  let at = 0;
  const next = async (): Promise<Generated> => {
    const one = replies[Math.min(at++, replies.length - 1)]!;
    if (one instanceof Error) throw one;
    return typeof one === 'string' ? reply(one) : one;
  };
  return new MockLanguageModelV3({ modelId, doGenerate: next });
}

/** The user messages that reached the model, line by line: the material, decoded, and what follows it. */
export function askedOf(model: MockLanguageModelV3) {
  return model.doGenerateCalls.map(({ prompt }) => {
    const [part] = prompt[1]!.content as { text: string }[];
    const [material, reminder] = part!.text.split('\n');
    return { material: JSON.parse(material!) as Record<string, unknown>, reminder: reminder! };
  });
}
