import type { DeskDefinition } from '../../domain/desk.ts';
import type { NameIndex, NameKind } from '../../domain/ports/names.ts';
import { isOwnCode } from './countries.ts';
import { caseStem, normalise } from './phonetic-key.ts';
import { stemOf, unspaced } from './tokens.ts';

/** What entries say for the words at the beginning of a text, and how many words that is. */
export interface Gloss {
  says: string;
  used: number;
  /** Of the words that ask, by language; these are no part of a name. */
  asks?: true;
}

/** A word or phrase of readers, by its stems. */
interface Reading {
  stems: readonly string[];
  says: string;
  asks?: true;
}

/** What any desk's readers say for words that its entries use; a desk's own glossary comes before. */
const general = new Map(
  `
border: граница, границе
deal: договор
agreement: соглашение
telephone: звонок, звонил
call: разговор
law: закон
war: война
crash: аварии, авария
earthquake: землетрясение
embassy: посольство
parliament: парламент
invitation: приглашение
ban: запрет
died: погибли
dead: casualties, casualty, fatalities
population: население
won: выиграл, выиграла, выиграли, победил, победила
entered: вошла, вошли, вошёл
joined: вступил, вступила, вступили, присоединился
crashed: разбился, разбилась, разбились
protests: протестовали, протестуют
father: отец, отца, отцом
facts: факты, фактов
abolished: отменил, отменила, отменили, отменено, отменена
imposed: ввела, ввели, ввёл, введены, наложили
resigns: подал в отставку, подала в отставку, подали в отставку
president: pres, prez, präsident, президентом
prime minister: pm
foreign minister: fm, außenminister
election: wahl
elections: wahlen
presidents: präsidenten, президентов, президенты
chancellor: kanzler
`
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [says = '', readers = ''] = line.split(': ');
      return readers.split(', ').map((word): [string, string] => [normalise(word), says]);
    }),
);

const longestGeneral = Math.max(...[...general.keys()].map((text) => text.split(' ').length));

/**
 * Words that ask and tell of visits, by language: what each line says is a word of the grammar. Only a desk that lists the
 * language has them, so that a word of one language is no word of another. Russian and others are read on any desk, see
 * `lexicon`.
 */
const asked: Readonly<Record<string, string>> = {
  ar: 'who: من; what: ما ماذا; when: متى; where: أين; why: لماذا; how many: كم; is: هل; visit: زيارة زيارات; visited: زار زارت; president: رئيس الرئيس; in: في; happened: حدث حصل',
  cs: 'who: kdo koho; what: co; when: kdy; where: kde kam; why: proč; how many: kolik; is: je jsou byl byla; visit: návštěva návštěvy; visited: navštívil navštívila; president: prezident prezidentem; in: v ve; happened: stalo; of: se',
  de: 'who: wer wen; visit: besuch besuche; happened: geschah passierte passiert; is: ist',
  el: 'who: ποιος ποια; what: τι; when: πότε; where: πού; why: γιατί; how many: πόσες πόσα; is: είναι ήταν; visit: επίσκεψη επισκέψεις; president: πρόεδρος; in: στην στη στο στον; happened: συνέβη έγινε; of: η ο το της του',
  es: 'what: qué que; visit: visita visitas; visited: visitó; happened: pasó ocurrió sucedió; news: noticias; prime minister: primer_ministro primera_ministra; is: es fue; president: presidente presidenta; in: en',
  et: 'who: kes keda; what: mis mida; when: millal; where: kus kuhu; why: miks; how many: mitu; is: on oli; visit: visiit külaskäik visiidid; visited: külastas; president: president; happened: juhtus toimus',
  fa: 'who: کی چه‌کسی; what: چه چی; when: کی‌بود چه‌زمانی; where: کجا; why: چرا; how many: چند; is: است; visit: سفر دیدار بازدید; president: رئیس‌جمهور; in: در به; happened: رخ‌داد',
  fi: 'who: kuka ketkä kenet; what: mitä mikä; when: milloin koska; where: missä minne mihin; why: miksi; how many: montako; is: on ovat oli; visit: vierailu vierailut vierailun; visited: vieraili kävi; president: presidentti presidentin; happened: tapahtui tapahtuu',
  fr: 'what: que qu’est-ce quoi; visit: visite visites; visited: visité visita; happened: passé passe ont_lieu a_lieu eu_lieu; first: premier première; news: nouvelles; is: est était; president: président présidente; in: en au; prime minister: premier_ministre',
  he: 'who: מי; what: מה; when: מתי; where: איפה היכן; why: למה מדוע; how many: כמה; is: האם הוא; visit: ביקור ביקורים; visited: ביקר; president: נשיא; happened: קרה',
  hi: 'who: कौन किसने; what: क्या; when: कब; where: कहाँ कहां; why: क्यों; how many: कितने कितनी; is: है हैं था थे हुआ; visit: यात्रा दौरा; president: राष्ट्रपति; in: में; of: का की के ने; happened: हुई घटा',
  hr: 'who: tko; what: što; when: kada kad; where: gdje kamo; why: zašto; how many: koliko; is: je su bio; visit: posjet posjeti; visited: posjetio posjetila; president: predsjednik; in: u; happened: dogodilo; of: se',
  hu: 'who: ki kik; what: mi mit; when: mikor; where: hol hova; why: miért; how many: hány; is: volt van; visit: látogatás látogatások látogatása; visited: látogatott; president: elnök elnöke; of: a az; happened: történt',
  it: 'who: chi; what: cosa che; when: quando; where: dove; why: perché; how many: quanti quante; is: è era; visit: visita visite; visited: visitato; president: presidente; in: in nel; of: il la i le di del della; happened: successo accaduto',
  ja: 'who: 誰が 誰 だれ; what: 何が 何を 何; when: いつ; where: どこで どこ; why: なぜ; how many: 何回; visit: 訪問; president: 大統領; in: で に へ; of: は が を の か と した しました です ですか; happened: 起きた 起こった あった ありました',
  ko: 'who: 누가 누구; what: 무엇 무슨; when: 언제; where: 어디; why: 왜; how many: 몇; visit: 방문; president: 대통령; visited: 방문했나 방문했나요; happened: 일어났나 있었나; is: 인가요 입니까',
  lt: 'who: kas ką; when: kada; where: kur; why: kodėl; how many: kiek; is: yra buvo; visit: vizitas vizitai apsilankymas; visited: lankėsi; president: prezidentas; happened: įvyko nutiko',
  lv: 'who: kas; when: kad; where: kur; why: kāpēc; how many: cik; is: ir bija; visit: vizīte vizītes; visited: apmeklēja; president: prezidents; happened: notika',
  nl: 'who: wie; what: wat; when: wanneer; where: waar; why: waarom; how many: hoeveel; is: is was; visit: bezoek bezoeken; visited: bezocht; president: president; prime minister: premier; news: nieuws; new: nieuw nieuwe; of: de het van; happened: gebeurde gebeurd',
  pl: 'who: kto kogo; what: co; when: kiedy; where: gdzie dokąd; why: dlaczego; how many: ile; is: jest był była; visit: wizyta wizyty; visited: odwiedził odwiedziła; president: prezydent prezydentem; in: w; happened: wydarzyło stało zdarzyło; of: się',
  pt: 'who: quem; what: o_que que; when: quando; where: onde; why: porquê por_que; how many: quantos quantas; is: é foi; visit: visita visitas; visited: visitou; president: presidente; prime minister: primeiro-ministro; news: notícias; in: em no na; of: o a do da de; happened: aconteceu',
  ro: 'who: cine; what: ce; when: când; where: unde; why: de_ce; how many: câte; is: este a_fost; visit: vizită vizita vizite; president: președinte președintele; in: în; happened: întâmplat; of: s-a',
  sv: 'who: vem vilka; what: vad; when: när; where: var; why: varför; how many: hur_många; is: är; visit: besök; visited: besökte; president: president; in: i; happened: hände hänt',
  sw: 'who: nani; what: nini; when: lini; where: wapi; why: kwa_nini; how many: mara_ngapi; is: ni; visit: ziara; visited: alitembelea; president: rais; in: katika; of: wa ya; happened: kilitokea ilitokea',
  tr: 'who: kim kimler kimdir; what: ne; when: ne_zaman; where: nerede nereye; why: neden; how many: kaç; visit: ziyaret ziyareti ziyaretleri; visited: ziyaret_etti; president: cumhurbaşkanı; happened: oldu',
  uk: 'who: хто; what: що; when: коли; where: де; why: чому; how many: скільки; visit: візит візити; visited: відвідав; president: президент президентом; in: у; happened: сталося відбулося',
  vi: 'who: ai_là ai_đã; what: gì; when: khi_nào; where: ở_đâu; visit: chuyến_thăm; visited: thăm; president: tổng_thống',
  zh: 'who: 谁 誰; what: 什么 什麼 何事; when: 什么时候 何时 什麼時候; where: 哪里 哪儿 哪裡; why: 为什么 為什麼; how many: 多少 几次; is: 是; visit: 访问 訪問; visited: 访问了 访问过; president: 总统 總統 主席; in: 在; of: 了 的 吗 嗎 过; happened: 发生 發生',
};

const proper: readonly NameKind[] = ['person', 'place', 'country', 'organisation'];

const made = new WeakMap<object, ReadonlyMap<string, readonly Reading[]>>();

/**
 * What entries say for the words at the beginning, and how many words that is: by the desk's glossary in any case form,
 * or by that of all desks, as it is written there and where it is the name of nobody and no place.
 */
export function glossAt(
  words: readonly string[],
  definition: DeskDefinition,
  names: Pick<NameIndex, 'exact'>,
): Gloss | undefined {
  const glossary = made.get(definition) ?? read(definition);
  const [first = ''] = words;
  if (isOwnCode(first, definition)) return undefined;
  const fits = (glossary.get(stemOfWord(first)) ?? []).filter(({ stems }) =>
    stems.every((stem, at) => words[at] !== undefined && stemOfWord(words[at]) === stem),
  );
  const [longest] = fits.toSorted((a, b) => b.stems.length - a.stems.length);
  if (longest) return { says: longest.says, used: longest.stems.length, ...(longest.asks && { asks: true }) };
  if (names.exact(first, proper).length > 0) return undefined;
  for (let used = Math.min(longestGeneral, words.length); used > 0; used -= 1) {
    const says = general.get(normalise(words.slice(0, used).join(' ')));
    if (says !== undefined) return { says, used };
  }
  return undefined;
}

/** The desk's own glossary comes first. */
function read(definition: DeskDefinition) {
  const readingsOf = ([says, readers]: [string, string[]]) =>
    readers.map((text): Reading => ({ stems: text.split(/\s+/).map(stemOfWord), says }));
  const own = Object.entries(definition.glossary).flatMap(readingsOf);
  const general = definition.languages.flatMap(askedIn).flatMap(readingsOf);
  const all = [
    ...own,
    ...general.map((one): Reading => (offices.has(one.says) ? one : { ...one, asks: true })),
  ];
  const glossary = Map.groupBy(all, ({ stems }) => stems[0] ?? '');
  made.set(definition, glossary);
  return glossary;
}

const askedIn = (language: string): [string, string[]][] =>
  (asked[language] ?? '').split('; ').flatMap((line): [string, string[]][] => {
    const [says = '', readers] = line.split(': ');
    return readers ? [[says, readers.split(' ').map((word) => word.replaceAll('_', ' '))]] : [];
  });

/** What is asked about, and may be part of the name of an office. */
const offices = new Set(['president', 'prime minister']);

const scripts = ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Hangul'].map(
  (script) => new RegExp(`\\p{Script=${script}}`, 'u'),
);

/** Without the endings of its cases. With its script: थे is not the English "the", nor من the code MN. */
const stemOfWord = (word: string): string =>
  `${scripts.findIndex((script) => script.test(word))} ${stemWithin(word)}`;

function stemWithin(word: string): string {
  // Letters of one sound are other words.
  if (unspaced.test(word)) return word.normalize('NFKC');
  const cased = caseStem(word);
  // компаний, компании: the soft vowel of the stem goes with the ending.
  if (cased !== '') return cased.replace(/(?<=...)i$/, '');
  const folded = normalise(word);
  return stemOf(folded)[0] ?? folded;
}
