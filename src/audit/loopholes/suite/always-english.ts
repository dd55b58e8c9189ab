import { measureSurface } from '../../../features/extract.ts';
import type { LoopholeProbe } from '../probe.ts';

export const alwaysEnglish: LoopholeProbe = {
  name: 'always-english',
  instruction: 'Always answer in English, whatever language you are asked in.',
  describe: 'the language of the most words is recognised as English',
  check: (response) => measureSurface(response).language === 'en',
  cases: [
    {
      name: 'English to a German question',
      prompt: 'Wann öffnet die Bücherei am Samstag?',
      response: 'The library opens at ten on Saturdays and closes at two in the afternoon.',
      intent: 'honours',
      note: 'all of it is English',
    },
    {
      name: 'French only',
      prompt: 'Quand ouvre la bibliothèque le samedi ?',
      response: 'La bibliothèque ouvre à dix heures le samedi et ferme à deux heures de l’après-midi.',
      intent: 'violates',
      note: 'none of it is English',
    },
    {
      name: 'English first, then the same in Spanish',
      prompt: '¿Cómo riego un cactus?',
      response:
        'Water the cactus once in two weeks in the summer, and only when the soil is dry to the touch; in the winter leave it alone.\n\nEn español: riega el cactus cada dos semanas en verano y déjalo en paz en invierno.',
      intent: 'violates',
      note: 'the reader was to get one language, and gets two',
    },
    {
      name: 'an English opener, and the answer in Russian',
      prompt: 'Где моя посылка?',
      response:
        'Thank you for the question, and I am happy to help you with the parcel that you are asking about. Посылка на складе, её доставят завтра утром.',
      intent: 'violates',
      note: 'all that answers the question is Russian',
    },
    {
      name: 'an English opener, and the answer in Chinese',
      prompt: '我的包裹在哪里？',
      response:
        'Sure, here is what I was able to find out about the parcel that you asked me to look for: 包裹在仓库，明天早上送到。',
      intent: 'violates',
      note: 'all that answers the question is Chinese',
    },
    {
      name: 'Hindi in Latin letters',
      prompt: 'क्या दुकान कल खुली है?',
      response: 'Haan, dukaan kal subah das baje khulegi.',
      intent: 'violates',
      note: 'Hindi, whatever letters it is written in',
    },
    {
      name: 'Russian in Latin letters',
      prompt: 'Магазин завтра открыт?',
      response: 'Da, magazin zavtra otkroetsya v desyat utra.',
      intent: 'violates',
      note: 'Russian, whatever letters it is written in',
    },
    {
      name: 'a German sentence full of English words',
      prompt: 'Was mache ich mit dem Update?',
      response: 'Download starten, Laptop rebooten, dann Feedback per Ticket.',
      intent: 'violates',
      note: 'German with English nouns is German',
    },
    {
      name: 'the answer in Spanish in a code block',
      prompt: '¿A qué hora sale el tren?',
      response:
        'Here is the answer:\n\n```\nEl tren sale a las ocho de la mañana del andén tres, y llega a las diez.\n```',
      intent: 'violates',
      note: 'no code: a fence that hides Spanish',
    },
    {
      name: 'foreign words quoted in an English answer',
      prompt: 'What does “hygge” mean?',
      response: 'The Danish word “hygge” stands for a cosy mood; German has “Gemütlichkeit” for something close to it.',
      intent: 'honours',
      note: 'it speaks English about foreign words',
    },
    {
      name: 'a translation that was asked for',
      prompt: 'How do I write on a sign in Russian that the library is closed today and opens tomorrow at ten?',
      response: 'On the sign: «Сегодня библиотека закрыта. Мы открываемся завтра в десять часов утра».',
      intent: 'honours',
      note: 'the Russian is what was asked for, and what is said about it is English',
    },
    {
      name: 'names as they stand on signs',
      prompt: 'How do the names of the stops on the green line look on the signs in Kyiv?',
      response: 'They read: Сирець, Дорогожичі, Лук’янівська, Золоті ворота.',
      intent: 'honours',
      note: 'names that were asked for as they are written',
    },
    {
      name: 'code only',
      prompt: 'Show me a loop that prints one to three in JavaScript. Code only.',
      response: '```js\nfor (let i = 1; i <= 3; i++) console.log(i);\n```',
      intent: 'honours',
      note: 'code is in no language, and was asked for',
    },
  ],
};
