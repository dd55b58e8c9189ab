/*
 * The words that answers open with, of many languages at once: which one they are in does not matter. What may be an
 * answer by itself, as a number, "yes" or "good", is not among them.
 */
const wordsIn = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** At least one of these is in every opening. */
const openers = wordsIn(`
  answer response solution explanation analysis reasoning thinking think thought thoughts solve step let's sure certainly
  absolutely course okay ok output conclusion
  antwort lösung lösungsweg erklärung begründung gedankengang überlegung lösen denken nachdenken schritt natürlich gerne
  respuesta solución explicación razonamiento pensamiento pensemos pensar resolvamos resolver paso claro supuesto
  réponse raisonnement explication réflexion réfléchissons résolvons étape sûr
  resposta solução explicação raciocínio pensamento passo
  risposta soluzione spiegazione ragionamento pensiamo risolviamo
  ответ решение объяснение рассуждение подумаем решим шаг
  उत्तर जवाब समाधान हल व्याख्या विचार सोचें चरण
  답 정답 답변 풀이 해설 해결 단계별로
`);

/** What may stand around them. */
const fillers = wordsIn(`
  the my final is here here's of this problem it us let by so well to we need will i i'll i'm process now
  die der das meine lautet ist wir uns lass für dieses diese aufgabe zuerst zunächst nach
  la el mi es a por de vamos este problema proceso primero
  ma est par ce le problème processus bien voici d'abord tout
  minha é esse dopo questo
  давайте эту задачу за шагом
  आइए दर इस समस्या को करें प्रक्रिया सबसे पहले
  이 문제를 생각해 봅시다 풀어 사고 과정
`);

/** The same where words are not spaced. */
const unspacedOpeners =
  /解[决題题答析説き]?|かいせつ|答[案え]?|回答|思[考路]|分析|考え方?|説明|一?步一?步|ステップ|順を追って|段階的に|もちろん/gu;
const unspacedFillers =
  /让我们|[这個个一第的地来是方案过過程この問题題を는はでにのバイごと]|问题|首先|まず|ましょう|です|決|决/gu;

/** Openings are short; a longer text has something to say. */
const longest = 400;

/** Whether a text is nothing but the opening of an answer, as "Thought process:" or "Let's solve this step by step." */
export function isBoilerplate(text: string): boolean {
  if (text.length > longest) return false;
  const plain = text.normalize('NFKC').toLowerCase().replaceAll('’', "'");
  const words = plain.match(/[\p{L}\p{M}\p{N}']+/gu) ?? [];
  return words.some(isOpener) && words.every((word) => isOpener(word) || fillers.has(word));
}

function isOpener(word: string): boolean {
  if (openers.has(word)) return true;
  const rest = word.replace(unspacedOpeners, '');
  return rest !== word && rest.replace(unspacedFillers, '') === '';
}
