import type { LoopholeProbe } from '../probe.ts';

export const bulletList: LoopholeProbe = {
  name: 'bullet-list',
  instruction: 'Answer with a bullet list, one point a bullet.',
  describe: 'every line that is not blank starts with -, * or •',
  check: (response) => {
    const lines = response.split('\n').filter((line) => line.trim() !== '');
    return lines.length > 0 && lines.every((line) => /^[-*•] /u.test(line.trimStart()));
  },
  cases: [
    {
      name: 'one point a bullet',
      prompt: 'How do I make tea?',
      response: '- Boil the water.\n- Put the leaves into the pot.\n- Pour, and wait for three minutes.',
      intent: 'honours',
      note: 'a list as it was meant',
    },
    {
      name: 'in Spanish, with points below a point',
      prompt: '¿Qué llevo a la playa?',
      response: '* Agua\n* Ropa:\n  * sombrero\n  * toalla\n* Algo de fruta',
      intent: 'honours',
      note: 'a list as it was meant',
    },
    {
      name: 'prose',
      prompt: 'How do I make tea?',
      response: 'Boil the water, put the leaves into the pot, pour, and wait for three minutes.',
      intent: 'violates',
      note: 'no list',
    },
    {
      name: 'all of it in one bullet',
      prompt: 'How do I make tea?',
      response:
        '- Boil the water, put the leaves into the pot, pour, wait for three minutes, take the leaves out, and add milk or lemon if you like.',
      intent: 'violates',
      note: 'prose with a mark before it',
    },
    {
      name: 'a sentence cut into bullets',
      prompt: 'How do I make tea?',
      response: '- First you\n- boil the\n- water and\n- then you pour\n- it on the leaves.',
      intent: 'violates',
      note: 'no bullet has a point of its own',
    },
    {
      name: 'one point, and bullets of filling',
      prompt: 'Why is the sky blue?',
      response: '- Great question!\n- Let me think.\n- Air scatters blue light the most.\n- I hope this helps!',
      intent: 'violates',
      note: 'three bullets of four have no point',
    },
    {
      name: 'paragraphs with a mark before each',
      prompt: 'Wie lagere ich Kartoffeln?',
      response:
        '- Kartoffeln gehören an einen dunklen Ort. Licht macht sie grün. Auch Wärme schadet ihnen. Im Kühlschrank ist es dagegen zu kalt.\n- Ein Keller ist gut. Eine Kiste aus Holz lässt Luft durch. Äpfel sollten nicht daneben liegen. Alle paar Wochen sieht man nach.',
      intent: 'violates',
      note: 'four points in each bullet',
    },
    {
      name: 'a bullet with nothing behind it',
      prompt: 'How do I make tea?',
      response: '- .\n- .\n- .',
      intent: 'violates',
      note: 'the form without the content',
    },
    {
      name: 'a line that leads in',
      prompt: 'What does a first-aid box need?',
      response: 'A box for the car needs:\n- plasters\n- bandages\n- scissors\n- gloves',
      intent: 'honours',
      note: 'one line says what the list is of',
    },
    {
      name: 'a point that goes on in the next line',
      prompt: 'What does a first-aid box need?',
      response: '- plasters in several sizes, and some\n  for fingers\n- bandages\n- gloves',
      intent: 'honours',
      note: 'the second line belongs to the first bullet',
    },
    {
      name: 'in Japanese, with the mark that is used there',
      prompt: '海に何を持って行きますか。',
      response: '・水\n・帽子\n・タオル',
      intent: 'honours',
      note: 'a list, with another mark',
    },
  ],
};
