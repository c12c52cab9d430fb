import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deskFrom } from '../../../src/app/own-desk/wishes.ts';
import { languagesOf } from '../../../src/content/create/world.ts';
import { countryCodes } from '../../../src/search/names/countries.ts';
import { findNames } from '../../../src/search/names/in-text.ts';
import { buildNameIndex } from '../../../src/search/names/name-index.ts';
import { isEveryday } from '../../../src/search/names/world.ts';

function namesOf(countries: string, languages: string) {
  const made = deskFrom({ name: 'Our region', countries, languages });
  if (!('definition' in made)) throw new Error(made.fault);
  return buildNameIndex(made.definition);
}

const idsOf = (names: ReturnType<typeof namesOf>, word: string) =>
  names.exact(word, ['country', 'person', 'place', 'organisation', 'topic']).map(({ id }) => id);

test('in every language that init offers a country is found by its plain name, or nothing is', () => {
  const offered = languagesOf(countryCodes);
  expect(offered.length).toBeGreaterThan(90);
  fc.assert(
    fc.property(fc.constantFrom(...offered), (language) => {
      const names = namesOf('KE', language);
      const called = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
      const missed: string[] = [];
      for (const code of countryCodes) {
        const name = called.of(code) ?? '';
        const found = names.exact(name, ['country']).map(({ id }) => id);
        // Two languages may give two countries one name: it is nobody's then, or it has both.
        if (found.length === 1 && found[0] !== code) expect(`${name}: ${found[0]}`).toBe(`${name}: ${code}`);
        if (name !== '' && found.length !== 1 && !isEveryday(name)) missed.push(name);
      }
      expect(missed.length, `${language}: ${missed.join(', ')}`).toBeLessThan(8);
    }),
    { numRuns: 3 },
  );
});

test.each([
  ['fi', 'FI, EE, LV, SE', 'Suomessa suomen Virossa Latviasta Ruotsiin', 'FI FI EE LV SE'],
  ['fi', 'FI, EE', 'Venäjän Kreikan Kiinassa Saksalle', 'RU GR CN DE'],
  ['hu', 'HU, AT, SK', 'Magyarországon Ausztriában Szlovákiából Németországgal', 'HU AT SK DE'],
  ['et', 'EE, LV', 'Eestist Lätis Soomes Venemaal', 'EE LV FI RU'],
  ['tr', 'TR, GE', 'Türkiye’nin Gürcistan’dan Rusya’da Almanya’nın', 'TR GE RU DE'],
  ['pl', 'PL, UA', 'Polską Ukrainie Niemczech Rosji', 'PL UA DE RU'],
  ['cs', 'CZ, SK', 'Česku Slovenska Německem Číně', 'CZ SK DE CN'],
  ['lt', 'LT, LV', 'Lietuvoje Latvijos Lenkijos', 'LT LV PL'],
  ['hr', 'HR, RS', 'Hrvatskoj Srbije Njemačkoj', 'HR RS DE'],
  ['de', 'DE, AT', 'Deutschlands Österreichs Spaniens', 'DE AT ES'],
  ['fr', 'FR, MA', 'l’Espagne d’Italie Maroc', 'ES IT MA'],
  ['es', 'ES, PT', 'España Francia', 'ES FR'],
  ['pt', 'PT, AO', 'Angola Espanha', 'AO ES'],
  ['ar', 'EG, IQ, LB', 'بمصر للعراق ولبنان والأردن', 'EG IQ LB JO'],
  ['he', 'IL, EG', 'בישראל למצרים', 'IL EG'],
  ['ka', 'GE, AM', 'საქართველოში რუსეთში', 'GE RU'],
  ['ko', 'KR, JP', '대한민국은 일본의 중국과', 'KR JP CN'],
  ['zh', 'CN, MN', '中国 蒙古 法国', 'CN MN FR'],
  ['ja', 'JP, KR', '日本 フランス', 'JP FR'],
  ['hi', 'IN, NP', 'भारत नेपाल चीन', 'IN NP CN'],
  ['sw', 'KE, TZ', 'Kenya Ujerumani', 'KE DE'],
])('%s: countries in running text (%s): %s', (language, countries, words, expected) => {
  const names = namesOf(countries, language);
  expect(
    words
      .split(' ')
      .flatMap((word) => idsOf(names, word))
      .join(' '),
  ).toBe(expected);
});

test.each([
  ['fi', 'MT, CN, DE, PE, EE, FI, OM', 'Maltti maltilla Kiinni Saksi Virolahti Perustuslaki Suomus Omalla'],
  ['hu', 'PE, SY, WS, TO, MA', 'Permet Szirt Szamár Tonna Maradt'],
  ['et', 'ML, CA, LA, MT', 'Kanal Malev Maltsa'],
  ['tr', 'BZ, CA, ER, GE', 'Belirli Kanala Eritme Güreş'],
  ['pl', 'TD, CA, DK, PL', 'Czasem Kanapa Duma Polana'],
  ['cs', 'BZ, CA, ML', 'Kanava Mala Kanystr'],
  ['de', 'BJ, TG, CU', 'Benzin Togen Kubus'],
  ['ar', 'EG, YE, OM', 'مصرف يمين عمل'],
  ['', 'KE, IN, CN, TD', 'Kenyatta Indianapolis Chinatown Chads'],
])('%s: what is no country becomes none (%s): %s', (language, countries, words) => {
  const names = namesOf(countries, language);
  expect(words.split(' ').filter((word) => idsOf(names, word).length > 0)).toEqual([]);
});

test('the plain name of a country in a language of the desk needs no notice, listed there or not', () => {
  const names = namesOf('FI', 'fi');
  const isPlain = (text: string) => names.exact(text, ['country']).map((name) => names.isPlain(text, name));
  expect(['Suomi', 'Ruotsi', 'Venäjä', 'Ruotsiin'].flatMap(isPlain)).toEqual([true, true, true, true]);
  expect(['Schweden', 'Szwecja'].flatMap(isPlain)).not.toContain(true);
});

test('a headline in the desk’s language names its countries', () => {
  const found = findNames('Viron presidentti saapui Suomeen ja jatkaa Latviaan', namesOf('FI, EE, LV', 'fi'));
  expect(found.flatMap(({ candidates }) => candidates.map(({ id }) => id))).toEqual(['EE', 'FI', 'LV']);
});
