import { expect, test } from 'vitest';
import { deskFrom } from '../../src/app/own-desk/wishes.ts';
import type { AskContext } from '../../src/ask/plan.ts';
import { readQuestion } from '../../src/ask/read/read.ts';
import { buildNameIndex } from '../../src/search/names/name-index.ts';

/** What is asked, the countries, and the words that entries have to say; of a desk as `init` makes it. */
function readOf(question: string, countries: string, languages: string): string {
  const made = deskFrom({ name: 'Our region', countries, languages });
  if (!('definition' in made)) throw new Error(made.fault);
  const { definition } = made;
  const context = {
    desk: { definition, sources: [] },
    names: buildNameIndex(definition),
    scope: { today: '2026-11-29' },
    readPeriod: () => undefined,
  } as unknown as AskContext;
  const { asked, cues, countries: named, offices, content } = readQuestion(question, context);
  const ids = named.map(({ id, end }) => (end ? `${end} ${id}` : id));
  return [asked, ...cues, ...offices.flat(), ...ids, ...content.map(({ typed }) => `“${typed}”`)].join(' ');
}

test.each([
  ['fi', 'FI, EE, LV', 'Mitä Suomessa tapahtui', 'what happen FI'],
  ['fi', 'FI, EE, LV', 'Viron vierailut', 'list visit from EE'],
  ['fi', 'EE', 'Milloin presidentti vieraili Virossa?', 'when visit head-of-state-estonia to EE'],
  ['hu', 'HU, SK', 'Ki látogatott Magyarországra?', 'who visit to HU'],
  ['et', 'EE, LV', 'Mis juhtus Lätis?', 'what happen LV'],
  ['tr', 'TR, GE', 'Gürcistan’da ne oldu?', 'what happen GE'],
  ['pl', 'PL, UA', 'Co się stało na Ukrainie?', 'what happen UA'],
  ['cs', 'CZ, SK', 'Kdo navštívil Slovensko?', 'who visit to SK'],
  ['de', 'DE, AT', 'Wer besuchte Österreich?', 'who visit to AT'],
  ['pt', 'BR, AO', 'O que aconteceu no Brasil?', 'what happen to BR'],
  ['ar', 'EG, IQ', 'من زار مصر؟', 'who visit to EG'],
  ['ar', 'EG, IQ', 'ماذا حدث في العراق؟', 'what happen to IQ'],
  ['zh', 'CN, MN', '谁访问了蒙古？', 'who visit to MN'],
  ['zh', 'CN, MN', '中国发生了什么', 'what happen CN'],
  ['ja', 'JP, KR', '誰が日本を訪問しましたか', 'who visit JP'],
  ['hi', 'IN, NP', 'नेपाल में क्या हुआ', 'what be NP'],
  ['sw', 'KE, TZ', 'Nani alitembelea Kenya?', 'who visit to KE'],
  ['fr', 'HT, JM', 'qu’est-ce que la CARICOM a décidé sur Haïti ?', 'what be HT “CARICOM” “décidé”'],
  ['fr, nl', 'SR, HT', 'négociations sur Haïti', 'list HT “négociations”'],
  ['fr', 'SR, HT', 'Que se passe-t-il au Suriname ?', 'what happen to SR'],
  ['nl', 'SR, HT', 'wanneer zijn de verkiezingen in Haïti?', 'when to HT “verkiezingen”'],
  ['fr', 'SR, HT', 'quand ont lieu les élections en Haïti ?', 'when happen to HT “élections”'],
  ['nl', 'SR, JM', 'Wie is de premier van Jamaica?', 'who head-of-government-jamaica'],
  ['fr', 'JM', 'qui est le premier ministre de la Jamaïque ?', 'who be head-of-government-jamaica JM'],
  ['fi', 'FI, LV', 'kuka on Latvian presidentti', 'who head-of-state-latvia'],
  ['nl', 'SR, HT', 'Wie is Jennifer Simons?', 'who “Jennifer” “Simons”'],
  ['nl', 'SR, HT', 'wat is er nieuw in Suriname?', 'what be new to SR'],
  ['es', 'SR, HT', '¿Cuándo son las elecciones en Haití?', 'when to HT “elecciones”'],
  ['es', 'GY, HT', 'noticias de Guyana', 'list new GY'],
  // A word is read in its own script, and is no code or name; what is typed in capitals as a code of the desk is a code.
  ['hi', 'IS, IN', 'who was the president of IN?', 'who head-of-state-india'],
  ['ar, mn', 'MN, EG', 'who is the president of MN?', 'who head-of-state-mongolia'],
  ['hi, tr', 'NE, FI', 'who is the president of NE?', 'who head-of-state-niger'],
  ['es', 'LA, JM', 'qué pasó en LA', 'what happen to LA'],
  ['', 'NI, NU', 'who is the president of NI?', 'who head-of-state-nicaragua'],
  ['', 'JM, IS, IN', 'WHAT IS NEW IN JAMAICA', 'list new to JM'],
  ['', 'IN, JM', 'visits to IN', 'list visit to IN'],
  ['sw', 'JM, IS', 'ni president of Jamaica', 'whether be head-of-state-jamaica'],
  ['it', 'JM, NO', 'chi no president of Jamaica', 'who never head-of-state-jamaica'],
  // A desk without the language has none of its words.
  ['', 'SR, HT', 'wanneer wie', 'list “wanneer” “wie”'],
])('%s (%s): “%s” asks %s', (languages, countries, question, expected) => {
  expect(readOf(question, countries, languages)).toBe(expected);
});
