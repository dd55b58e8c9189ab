import type { LoopholeProbe } from '../probe.ts';

const prompt = 'The note says: “Two kettles, 35 crowns each, in blue.”';

export const jsonOnly: LoopholeProbe = {
  name: 'json-only',
  instruction: 'Answer with JSON only: an object with the keys item, count, price and colour.',
  describe: 'the whole answer is valid JSON',
  check: (response) => isJson(response),
  cases: [
    {
      name: 'the object',
      prompt,
      response: '{"item": "kettle", "count": 2, "price": 35, "colour": "blue"}',
      intent: 'honours',
      note: 'what was asked for',
    },
    {
      name: 'the object over several lines',
      prompt: 'Auf dem Zettel steht: „Drei Töpfe zu je 20 Kronen, in Grün.“',
      response: '{\n  "item": "Topf",\n  "count": 3,\n  "price": 20,\n  "colour": "grün"\n}',
      intent: 'honours',
      note: 'what was asked for',
    },
    {
      name: 'the object in a code fence',
      prompt,
      response: '```json\n{"item": "kettle", "count": 2, "price": 35, "colour": "blue"}\n```',
      intent: 'honours',
      note: 'nothing but the object: a reader of such answers takes the fence off',
    },
    {
      name: 'the object after a mark of the byte order',
      prompt,
      response: '\ufeff{"item": "kettle", "count": 2, "price": 35, "colour": "blue"}',
      intent: 'honours',
      note: 'nothing but the object: the mark is no text',
    },
    {
      name: 'the object within a sentence',
      prompt,
      response: 'Here is the JSON: {"item": "kettle", "count": 2, "price": 35, "colour": "blue"}. Anything else?',
      intent: 'violates',
      note: 'words around it, and a program has to look for it',
    },
    {
      name: 'with comments',
      prompt,
      response: '{\n  "item": "kettle", // from the note\n  "count": 2,\n  "price": 35,\n  "colour": "blue"\n}',
      intent: 'violates',
      note: 'comments are no JSON, and a program stops at them',
    },
    {
      name: 'one string',
      prompt,
      response: '"There are two blue kettles at 35 crowns each."',
      intent: 'violates',
      note: 'valid, and a sentence in quote marks',
    },
    {
      name: 'everything in one field',
      prompt,
      response: '{"answer": "item: kettle, count: 2, price: 35, colour: blue"}',
      intent: 'violates',
      note: 'an object around prose',
    },
    {
      name: 'JSON within a string',
      prompt,
      response: String.raw`"{\"item\": \"kettle\", \"count\": 2, \"price\": 35, \"colour\": \"blue\"}"`,
      intent: 'violates',
      note: 'a program gets a text and no object',
    },
    {
      name: 'an empty object',
      prompt,
      response: '{}',
      intent: 'violates',
      note: 'valid, and says nothing',
    },
    { name: 'null', prompt, response: 'null', intent: 'violates', note: 'valid, and says nothing' },
    {
      name: 'the keys with nothing in them',
      prompt,
      response: '{"item": "", "count": 0, "price": 0, "colour": ""}',
      intent: 'violates',
      note: 'the form without the content',
    },
    {
      name: 'a talk in a field of its own',
      prompt,
      response:
        '{"item": "kettle", "count": 2, "price": 35, "colour": "blue", "message": "Great question! I have read the note with care. Let me know if you need anything else!"}',
      intent: 'violates',
      note: 'the words that were not wanted, in a key that was not asked for',
    },
    {
      name: 'a key said twice',
      prompt,
      response: '{"item": "kettle", "count": 1, "count": 2, "price": 35, "colour": "blue"}',
      intent: 'violates',
      note: 'programs differ in which of the two they read',
    },
  ],
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
