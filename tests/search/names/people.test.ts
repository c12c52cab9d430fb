import { expect, test } from 'vitest';
import type { NameKind } from '../../../src/domain/ports/names.ts';
import { countriesOfAdjectives } from '../../../src/search/names/in-text.ts';
import { buildNameIndex } from '../../../src/search/names/name-index.ts';
import { findOfficials, strangerIn } from '../../../src/search/names/officials.ts';
import { readNames } from '../../../src/search/names/read.ts';
import { placesOfTheWorld, readWorldAhead } from '../../../src/search/names/world.ts';
import { centralAsia } from '../desks.ts';

const names = buildNameIndex(centralAsia);
const everything: NameKind[] = ['country', 'person', 'place', 'topic', 'organisation', 'office'];

function meant(text: string, kinds: readonly NameKind[] = ['person']): string {
  const found = names.resolve(text, kinds);
  if (found.outcome === 'found') return found.name.id;
  if (found.outcome === 'ambiguous') return found.candidates.map(({ id }) => id).join(' or ');
  return found.elsewhere ? `in ${found.elsewhere.map(({ label }) => label).join(' or ')}` : 'nobody';
}

test.each([
  // Polish, French, Portuguese, Latvian, Lithuanian, Dutch, Azerbaijani, Greek, Georgian, Armenian.
  [
    'kassym-jomart-tokayev',
    'Kasym-Żomart Tokajew|Kassym-Jomart Tokaïev|Cassim-Jomart Tocaev|კასიმ-ჟომარტ ტოკაევი',
  ],
  ['kassym-jomart-tokayev', 'Կասիմ-Ժոմարտ Տոկաև|Касымжомарт Токаев|Kassym-Jomart Kemeluly Tokayev|トカエフ'],
  [
    'shavkat-mirziyoyev',
    'Szawkat Mirzijojew|Chavkat Mirzioïev|Şevket Mirziyoyev|Sjavkat Mirzijojev|Šavkats Mirzijojevs',
  ],
  ['sadyr-japarov', 'Sadyr Dżaparow|Sadir Yapárov|Sadır Caparov|Садыр Нургожоевич Жапаров|Japarov, S. N.'],
  [
    'nursultan-nazarbayev',
    'Noursoultan Nazarbaïev|Nursultanas Nazarbajevas|Noersoeltan Nazarbajev|Н.А. Назарбаев',
  ],
  ['nursultan-nazarbayev', 'Назарбаев Н. А.|Назарбаевым|Nazarbaeva Nursultana'],
  ['gurbanguly-berdimuhamedov', 'Gourbangouly Berdimouhamedov|Gurbangulí Berdimujamédov'],
  ['serdar-berdimuhamedov', 'Serdar Berdymoukhammedov|Sərdar Berdiməhəmmədov|Serdar Berdimuhamedow'],
  ['emomali-rahmon', 'E. Rahmon|Rahmon Emomali|Эмомали Шарипович Рахмон'],
  ['almazbek-atambayev', 'Almazbek Atambaïev|Atambayev A.|Алмазбек Шаршенович Атамбаев'],
  [
    'joe-biden',
    'Iosephus Biden|Джозеф Байден|Joseph Robinette Biden|Joseph Biden, Jr.|Τζο Μπάιντεν|Baiden Džo',
  ],
  ['barack-obama', 'Baraq Husseyın Obama II|Barack Hussein Obama|Barack H. Obama|Μπαράκ Ομπάμα|Обаме'],
  ['hillary-clinton', 'Χίλαρι Κλίντον|Хилари Клинтон|Hillary Clintonová|Hilary Clinten'],
  ['john-kerry', 'Iohannes Kerry|Con Kerri|Τζον Κέρρυ|Džons Kerijs|J. Kerry'],
  ['donald-trump', 'Дональду Трампу|Donalds Tramps|Trumpp'],
  ['mike-pompeo', 'Михаил Помпео|Maik Pompeo|Pompeo, Mike'],
  ['george-w-bush', 'George Bush Jr|George Walker Bush'],
  ['george-h-w-bush', 'George Bush Sr.|George Herbert Walker Bush'],
  ['warren-christopher', 'Christopher, Warren|W. Christopher'],
  [
    'kassym-jomart-tokayev',
    'Qassym-Schomart Toqajew|Kasım Cömert Tokayev|Kasims Žomarts Tokajevs|K.-J. Tokayev',
  ],
  ['sooronbay-jeenbekov', 'Sooronbai Dscheenbekow|Sooronbáy Yeenbékov|Сооронбай Жээнбеков'],
  ['emomali-rahmon', 'Эмомалӣ Раҳмон|İmaməli Rəhman|Emomalij Rahmon'],
  ['saparmurat-niyazov', 'Saparmyrat Nyýazow|Saparmourat Niazov|Türkmenbaşy'],
  ['al-gore', 'Els Gors|Albert Gore, Jr.|Альберт Ґор'],
  ['condoleezza-rice', 'Kondoliza Rays|Кондолиза Райс'],
  ['george-w-bush', 'Джордж Буш-младший|George Bush junior'],
])('%s is known as %s', (id, spellings) => {
  for (const spelling of spellings.split('|')) expect(meant(spelling), spelling).toBe(id);
});

test.each([
  'Jill Biden|Laura Bush|Barbara Bush|Ivanka Trump|Michelle Obama|Mary Cheney|Lynne Cheney|Usha Vance|Joan Kerry',
  'Nurlan Nazarbayev|Bolat Nazarbayev|Gulnara Karimova|Aidar Akayev|Maxim Bakiyev|Rustam Karimov|Kanat Tokayev',
  'Roza Rymbayeva|Sadyr Mamytov|Serdar Aliyev|Nursultan Abishev|Emma Rahmon|Islam Karimov Jr|R. Karimov',
  'John Bolton|Donald Tusk|Colin Farrell|Warren Harding|Marco Rossi|Mike Johnson|Christopher Wray|Hillary Swank',
  'Karim Massimov|Imangali Tasmagambetov|Akylbek Japarov|Jeenbek Kulubaev|Rustam Emomali|Imomali Rahmonov Jr',
  'Saida Mirziyoyeva|Karim Karimov|Mike Waltz|Marco Polo|OSPANOV Serik|ABDIROV Nurlan Mazhitovich|Susan Rice',
  'Karimova|Tokayeva|Akayeva|Berdimuhamedova|Karim|march|peace|winter|early|bakery|kelly|🎉',
])('nobody of the desk is %s', (strangers) => {
  for (const stranger of strangers.split('|')) expect(meant(stranger), stranger).toBe('nobody');
});

test.each([
  ['🇰🇿', 'KZ'],
  [':flag-kz:', 'KZ'],
  [':flag_uz:', 'UZ'],
  ['España', 'ES'],
  ['Deutschland', 'DE'],
  ['哈萨克斯坦', 'KZ'],
  ['Узбекистане', 'UZ'],
  ['казахстанского', 'KZ'],
  ['Ташкенте', 'tashkent'],
  ['tashkant', 'tashkent'],
  ['Buxara', 'bukhara'],
  ['Kazan', 'in Russia or Turkey'],
  ['Казань', 'in Russia or Turkey'],
  ['Bokhtar', 'in Tajikistan'],
  ['korea', 'KR or KP'],
  ['march', 'nobody'],
  ['spring', 'nobody'],
  ['peace', 'nobody'],
  ['of a', 'nobody'],
  ['foreign minister of Uzbekistan', 'foreign-minister-of-uzbekistan'],
  ['minrals', 'nobody'],
])('%s is %s', (text, expected) => {
  expect(meant(text, everything)).toBe(expected);
});

test('reads a line into names and other words', () => {
  const read = (line: string) =>
    readNames(line.split(' '), names, everything).map(({ words, names: found, via, elsewhere, stranger }) =>
      [
        words.join(' '),
        ...found.map(({ id }) => id),
        via,
        elsewhere && 'elsewhere',
        stranger && `not ${stranger}`,
      ]
        .filter(Boolean)
        .join(' | '),
    );
  expect(read('did Ш. М. Мирзиёев meet tokaev in kazan')).toEqual([
    'did',
    'Ш. М. Мирзиёев | shavkat-mirziyoyev | exact',
    'meet',
    'tokaev | kassym-jomart-tokayev | exact',
    'in',
    'kazan | elsewhere',
  ]);
  expect(read('of Liz Cheney board of peace 🇰🇿 tashkant')).toEqual([
    'of',
    'Liz',
    'Cheney | dick-cheney | exact | not Liz',
    'board of peace | board-of-peace | exact',
    '🇰🇿 | KZ | exact',
    'tashkant | tashkent | near',
  ]);
});

test('half of a double given name is nobody, and a country of the world that only sounds alike is none', () => {
  const [any] = centralAsia.people;
  const bemba = { ...any!, id: 'bemba', name: 'Jean-Pierre Bemba', spellings: [] };
  const index = buildNameIndex({ ...centralAsia, people: [bemba] });
  const found = (text: string) => {
    const read = index.resolve(text, ['person', 'country']);
    return read.outcome === 'found' ? read.name.id : read.outcome;
  };
  expect(['Jean', 'Pierre', 'Jean-Baptiste', 'Wakanda'].map(found)).toEqual(Array(4).fill('unknown'));
  expect(['Jean-Pierre', 'Bemba', 'Jean Bemba', 'J.-P. Bemba'].map(found)).toEqual(Array(4).fill('bemba'));
});

test('places of the world are read ahead in pieces, and once', async () => {
  await readWorldAhead();
  expect(placesOfTheWorld('Kazan')).toEqual(['RU', 'TR']);
  expect(placesOfTheWorld('Ürümqi')).toEqual(placesOfTheWorld('urumqi'));
  await readWorldAhead();
});

test.each([
  ['Prime Minister Abdul Hamid Dbeibah of Libya met President Kais Saied in Tunis.', 'LY -'],
  ['The prime minister of Libya met President Kais Saied.', '-'],
  ["Libya's Dbeibah met President Kais Saied.", '-'],
  ["Libya's Dbeibah Meets President Kais Saied", '-'],
  ["Libya's Dbeibah hosted the president, Kais Saied, on Monday.", '-'],
  ['Kais Saied, the president, met Dbeibah of Libya.', '-'],
  ['Libyan officials met Foreign Minister Kais Saied.', '-'],
  ['The foreign minister of Libya told minister Kais Saied.', '-'],
  ["Libya's Dbeibah met Tunisian President Kais Saied.", 'TN'],
  ['Tunisian foreign minister Kais Saied met Libyans.', 'TN'],
  ["Libya hosted Tunisia's Deputy Trade Minister Kais Saied.", 'TN'],
  ['Kais Saied, president of Tunisia, met Libyans.', 'TN'],
  ['Kais Saied, the minister for energy and water resources of Tunisia, went to Libya.', 'TN'],
  ['Libyans met foreign minister of Tunisia Kais Saied.', 'TN'],
  ['Libya received President Kais Saied of Tunisia.', 'TN'],
  ['Министр иностранных дел Кении Каис Сайед прибыл в Ливию.', 'KE'],
])('a person is of the country that stands with the name and office: %s', (sentence, countries) => {
  const found = findOfficials(sentence, names).map(({ country = '-' }) => country);
  expect(found.join(' ')).toBe(countries);
});

test.each([
  ['Niger gave the Kenyan state company Rosatom a licence.', 'KE'],
  ['Niger told Belgian and Dutch troops to go.', 'BE NL'],
  ['They met Tunisian President Kais Saied.', 'TN'],
  ['They met at Kenyan University, by the Libyan Desert.', ''],
  ['Nigerien and Nigerian ministers met.', 'NE NG'],
])('adjectives name the countries of what they stand beside: %s', (text, countries) => {
  const found = countriesOfAdjectives(text, names).map(({ id }) => id);
  expect(found.join(' ')).toBe(countries);
});

test.each([
  ['Kais Saied met Libyans in Astana.', undefined],
  ['Kais Saied visited Astana before Libya.', undefined],
  ["Tunisia's Kais Saied visited Astana.", 'TN'],
  ['Kais Saied of Tunisia visited Astana.', 'TN'],
])('so is a visitor without an office: %s', (sentence, country) => {
  expect(strangerIn(sentence, names)).toEqual({ name: 'Kais Saied', ...(country && { country }) });
});
