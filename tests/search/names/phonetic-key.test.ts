import { expect, test } from 'vitest';
import { isCountryCode, worldCountries } from '../../../src/search/names/countries.ts';
import { phoneticKey, readings } from '../../../src/search/names/phonetic-key.ts';
import { centralAsia } from '../desks.ts';

test.each([
  ['Mirziyoyev', 'Mirziyaev', 'Mirziyoev', 'Mirzijojew', 'Мирзиёев', 'Мирзияев'],
  ['Nazarbayev', 'Nazarbaev', 'Nazarbajew', 'Nazarbayeff', 'Назарбаев'],
  ['Japarov', 'Zhaparov', 'Dzhaparov', 'Djaparov', 'Dschaparow', 'Жапаров'],
  ['Berdimuhamedov', 'Berdymukhammedov', 'Berdimuhamedow', 'Бердымухамедов'],
  ['Rahmon', 'Rakhmon', 'Raxmon', 'Рахмон'],
  ['Kyrgyzstan', 'Kirgizstan', 'Qirghizstan', 'Кыргызстан'],
  ['Tajikistan', 'Tadzhikistan', 'Tadjikistan', 'Таджикистан'],
  ['Uzbekistan', 'Ouzbékistan', 'Uzbekistann'],
  ['Yeltsin', 'Eltsin', 'Jelzin'.replace('z', 'ts'), 'Ельцин'],
])('%s and its transliterations meet', (name, ...others) => {
  for (const other of others) expect(readings(other), other).toContain(phoneticKey(name));
});

test('no two countries of the world share a phonetic key', () => {
  const byKey = Map.groupBy(worldCountries(), ({ label }) => phoneticKey(label));
  expect([...byKey.values()].filter((same) => same.length > 1)).toEqual([]);
});

test('people of the desk with different family names, and its places, stay apart', () => {
  const family = (name: string) => name.split(' ').at(-1) ?? '';
  const families = new Set(centralAsia.people.map(({ name }) => family(name)));
  expect(new Set([...families].map(phoneticKey)).size).toBe(families.size);
  expect(new Set(centralAsia.places.map(({ name }) => phoneticKey(name))).size).toBe(
    centralAsia.places.length,
  );
});

test('the world has its countries, and nothing that is none', () => {
  expect(worldCountries().length).toBe(250);
  expect(['KZ', 'XK', 'FR'].every(isCountryCode)).toBe(true);
  expect(['EU', 'ZZ', 'SU', 'kz', 'D A'].some(isCountryCode)).toBe(false);
});
