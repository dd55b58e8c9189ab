/*
 * What the texts of the benchmark are put together from. Each `_` becomes a made-up word, so that a long text has as many
 * different words as a real one.
 */

/** A language: sentences with gaps, the parts of its made-up words, and what stands between two sentences. */
export interface Language {
  readonly sentences: readonly string[];
  readonly syllables: readonly string[];
  /** Fewest and most syllables of a made-up word. */
  readonly lengths: readonly [number, number];
  readonly between: string;
  /** How often a made-up word is put between two others, 0..1. */
  readonly extra: number;
}

const latinSyllables =
  'ba be bo ca ce co da de di do fa fe fi ga ge gi la le li lo ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi vo'.split(
    ' ',
  );

export const english: Language = {
  sentences: [
    'The _ was moved to the second floor because the _ needs more room than we expected.',
    'Perhaps the _ is enough, but it depends on how often you open the _ in a week.',
    'If you have never used a _ before, start with the short guide and come back to the _ later.',
    'Most people who try the _ notice that it gets slower after an hour, and the _ explains why.',
    'There are three reasons for this: the _ is old, the cable is too long, and nobody checks the _.',
    'In 1987 the town sold its last _ for 240 pounds, which was half of what the _ had cost.',
    'You should keep the _ dry, since water in the _ can cause damage that is hard to see.',
    "I think that's a fair question, and the _ doesn't answer it clearly.",
    'What happens when the _ fails while the other _ is still running?',
    'The report says that every _ was tested twice, although the second _ is missing from the table.',
    'They walked along the river until the _ came into view, then waited for the _ to open.',
    'Of course it always helps to ask a friend who has repaired a _ or a _ before.',
  ],
  syllables: latinSyllables,
  lengths: [2, 4],
  between: ' ',
  extra: 0.4,
};

export const spanish: Language = {
  sentences: [
    'El _ se trasladó al segundo piso porque la _ necesita más espacio del que pensábamos.',
    'Quizás baste con un _, pero depende de cuántas veces abras la _ en una semana.',
    'Si nunca has usado un _, empieza por la guía corta y deja la _ para después.',
    'Casi todos los que prueban el _ notan que va más lento al cabo de una hora; la _ explica por qué.',
    'Hay tres razones: el _ es viejo, el cable es demasiado largo y nadie revisa la _.',
    'En 1987 el pueblo vendió su último _ por 240 pesos, la mitad de lo que costó la _.',
    '¿Qué ocurre cuando el _ falla mientras la otra _ sigue en marcha?',
    'Conviene mantener seco el _, ya que el agua en la _ causa daños difíciles de ver.',
    'El informe dice que cada _ se probó dos veces, aunque la segunda _ no aparece en la tabla.',
    'Caminaron junto al río hasta que vieron el _, y allí esperaron a que abriera la _.',
  ],
  syllables: [...latinSyllables, 'ción', 'ñe', 'lló', 'qui', 'gua'],
  lengths: [2, 4],
  between: ' ',
  extra: 0.4,
};

export const hindi: Language = {
  sentences: [
    '_ को दूसरी मंज़िल पर ले जाया गया क्योंकि _ के लिए हमारी सोच से ज़्यादा जगह चाहिए।',
    'शायद एक _ काफ़ी हो, लेकिन यह इस पर निर्भर करता है कि आप सप्ताह में कितनी बार _ खोलते हैं।',
    'अगर आपने पहले कभी _ का उपयोग नहीं किया है, तो छोटी पुस्तिका से शुरू करें और _ बाद में पढ़ें।',
    'इसके तीन कारण हैं: _ पुराना है, तार बहुत लंबा है और कोई _ की जाँच नहीं करता।',
    'सन 1987 में शहर ने अपना आख़िरी _ 240 रुपये में बेचा, जो _ की क़ीमत का आधा था।',
    'जब _ बंद हो जाए और दूसरी _ चलती रहे, तब क्या होता है?',
    'वे नदी के किनारे तब तक चले जब तक _ दिखाई नहीं दिया, फिर _ के खुलने का इंतज़ार किया।',
    'रिपोर्ट कहती है कि हर _ की दो बार परीक्षा हुई, पर दूसरी _ तालिका में नहीं है।',
  ],
  syllables:
    'का की कु गा गे चा चि जा टी डा ता ति दा दी ना नी पा पु बा भी मा मी मो या रा री रु ला ली वा शा सा सी हा क्ष त्र स्त प्र'.split(
      ' ',
    ),
  lengths: [2, 4],
  between: ' ',
  extra: 0.4,
};

export const chinese: Language = {
  sentences: [
    '因为_需要的空间比我们想的多，所以_被搬到了二楼。',
    '也许一个_就够了，但这要看你一周打开几次_。',
    '如果你以前没有用过_，可以先看简短的说明，以后再读_。',
    '大多数人用了一个小时以后都会发现_变慢了，_里写了原因。',
    '原因有三个：_太旧，线太长，而且没有人检查_。',
    '1987年，镇上以240元卖掉了最后一台_，只有_价格的一半。',
    '如果_坏了，而另一台_还在工作，会发生什么？',
    '他们沿着河一直走到看见_的地方，然后等_开门。',
    '报告说每个_都测试了两次，不过表格里没有第二个_。',
  ],
  syllables:
    '学生水火山石木金土人心手目口耳风云雨雪花草树鸟鱼马牛羊车船路桥门窗房城市国家天地日月星光电声色形力气书文字画音乐歌舞茶米面油盐布衣鞋帽纸笔刀针灯钟表镜球'.split(
      '',
    ),
  lengths: [2, 3],
  between: '',
  extra: 0.1,
};

export const japanese: Language = {
  sentences: [
    '_には思ったより広い場所が必要なので、_を二階に移しました。',
    'たぶん_は一つで足りますが、一週間に何回_を開けるかによります。',
    '_を使ったことがない場合は、まず短い案内を読んで、_は後にしてください。',
    '理由は三つあります。_が古いこと、線が長すぎること、そして誰も_を調べないことです。',
    '1987年に町は最後の_を240円で売りましたが、それは_の半分の値段でした。',
    '_が止まって、もう一つの_が動いているときは、どうなりますか？',
    '彼らは_が見えるまで川に沿って歩き、_が開くのを待ちました。',
    '報告によると、すべての_は二回試されましたが、二番目の_は表にありません。',
  ],
  syllables:
    'アイカキサシタトナニハマミラリルロン学生水火山石木金土人心手目口風雨花草鳥魚車船道門家市国天地日月星光電声力書文字画音茶米紙刀灯'.split(
      '',
    ),
  lengths: [2, 4],
  between: '',
  extra: 0.1,
};
