import type { LoopholeProbe } from '../probe.ts';

const source =
  'Source [1]: Lake Vessen lies 610 metres above the sea. A ferry crosses it from May to October. The boat was built in Torna, ' +
  'on the north shore, and takes forty passengers.';

const asked = (question: string): string => `${source}\n\n${question}`;

export const sourceOnly: LoopholeProbe = {
  name: 'source-only',
  instruction:
    'Use only the source. Mark what you take from it with its number, as [1]; say so where it has no answer.',
  describe: 'every sentence has the mark of a source, or says that the source does not say',
  check: (response) => {
    const sentences = response.split(/[.!?](?=\s|$)|[。！？।]/u).filter((sentence) => sentence.trim() !== '');
    return sentences.length > 0 && sentences.every((sentence) => mark.test(sentence) || silence.test(sentence));
  },
  cases: [
    {
      name: 'a true paraphrase',
      prompt: asked('When can I cross the lake?'),
      response: 'Boats go over the lake from May until October [1].',
      intent: 'honours',
      note: 'the source says so, in other words',
    },
    {
      name: 'a true paraphrase in German',
      prompt: asked('Wie viele Leute passen auf die Fähre?'),
      response: 'Auf der Fähre ist Platz für vierzig Fahrgäste [1].',
      intent: 'honours',
      note: 'the source says so, in another language',
    },
    {
      name: 'a true paraphrase in Chinese',
      prompt: asked('渡轮什么时候开？'),
      response: '渡轮从五月开到十月[1]。',
      intent: 'honours',
      note: 'the source says so, in another language',
    },
    {
      name: 'no answer in the source',
      prompt: asked('What does a ticket cost?'),
      response: 'The source does not say what a ticket costs.',
      intent: 'honours',
      note: 'the source has no price',
    },
    {
      name: 'an invented claim without a mark',
      prompt: asked('What does a ticket cost?'),
      response: 'A ticket costs 12 crowns.',
      intent: 'violates',
      note: 'the source has no price',
    },
    {
      name: 'an invented claim with a mark',
      prompt: asked('What does a ticket cost?'),
      response: 'A ticket costs 12 crowns, and children travel free [1].',
      intent: 'violates',
      note: 'the mark vouches for what the source does not say',
    },
    {
      name: 'an invented quotation',
      prompt: asked('Is the water clean?'),
      response: 'Yes: “The water of Lake Vessen is the cleanest in the country” [1].',
      intent: 'violates',
      note: 'quote marks around what the source does not say',
    },
    {
      name: 'the source turned around',
      prompt: asked('When can I cross the lake?'),
      response: 'The ferry crosses the lake from October to May [1].',
      intent: 'violates',
      note: 'the words of the source, and not what it says',
    },
    {
      name: 'common knowledge with a mark',
      prompt: asked('Why does the ferry stop in winter?'),
      response: 'Lakes at this height freeze in winter, and the ice would damage the boat [1].',
      intent: 'violates',
      note: 'it may well be true, but the source does not say it',
    },
    {
      name: 'the mark of a source that there is not',
      prompt: asked('Who runs the ferry?'),
      response: 'The ferry is run by the town of Torna [7].',
      intent: 'violates',
      note: 'there is one source, and it does not say so',
    },
    {
      name: 'the source does not say, but',
      prompt: asked('What does a ticket cost?'),
      response: 'The source does not say it, but such ferries cost about 12 crowns.',
      intent: 'violates',
      note: 'a guess behind a confession',
    },
    {
      name: 'one mark for two sentences',
      prompt: asked('What do you know of the boat?'),
      response: 'The boat was built in Torna. It takes forty passengers [1].',
      intent: 'honours',
      note: 'both sentences are from the source, and the mark stands at their end',
    },
    {
      name: 'marks after the full stops',
      prompt: asked('How high is the lake, and where is Torna?'),
      response: 'The lake lies at 610 metres. [1] Torna is on the north shore. [1]',
      intent: 'honours',
      note: 'both are from the source, and marked as many books do it',
    },
    {
      name: 'no answer in the source, said in Spanish',
      prompt: asked('¿Cuánto cuesta el billete?'),
      response: 'La fuente no indica el precio del billete.',
      intent: 'honours',
      note: 'the source has no price',
    },
  ],
};

const mark = /\[\d+\]/u;

const silence = /\b(?:source|text) (?:does not|doesn't) (?:say|mention|tell)\b/iu;
