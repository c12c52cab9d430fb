import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';

import { validate } from '../../src/cli/validate.ts';
import { withExamples } from '../../src/command/examples.ts';
import { faultsText, readCountries } from '../../src/content/create/read-countries.ts';
import { worldCountry } from '../../src/content/create/world.ts';
import { openDesk } from '../commands/desk.ts';
import { initRuns } from './init-in.ts';

const { folder, run } = initRuns();

/** Names of the countries as they are typed, and each one's own name with its code. */
const regions: readonly [name: string, countries: string, own: Readonly<Record<string, string>>][] = [
  ['Horn of Africa', 'Ethiopia, Somalia, DJ', { ET: 'ኢትዮጵያ', SO: 'Soomaaliya', DJ: 'جيبوتي' }],
  ['Южный Кавказ', 'Грузия, Армения, Азербайджан', { GE: 'საქართველო', AM: 'Հայաստան', AZ: 'Azərbaycan' }],
  ['Levant', 'سوريا، لبنان، الأردن', { SY: 'سوريا', LB: 'لبنان', JO: 'الأردن' }],
  ['東亞', '中国、日本, 대한민국', { CN: '中国', JP: '日本', KR: '대한민국' }],
  ['Baltics', 'EE LV LT', { EE: 'Eesti', LV: 'Latvija', LT: 'Lietuva' }],
  ['Cono Sur', 'Chile, Argentina y Uruguay', { CL: 'Chile', AR: 'Argentina', UY: 'Uruguay' }],
  [
    'City states',
    'Singapore, Monaco, Vatican City',
    { SG: 'Singapura', MC: 'Monaco', VA: 'Città del Vaticano' },
  ],
  ['Great Lakes', 'RDC, Rwanda, Burundi, Uganda', { CD: 'République démocratique du Congo', BI: 'Burundi' }],
  ['Iceland alone', 'ISL', { IS: 'Ísland' }],
  [
    'Fifteen',
    'AL, BA, XK, ME, MK, RS, SI, HR, BG, RO, GR, TR, MD, CY, HU',
    { AL: 'Shqipëria', MK: 'Северна Македонија', GR: 'Ελλάδα', HU: 'Magyarország' },
  ],
];

describe.each(regions)('%s', (name, countries, own) => {
  test('becomes a desk without faults, in which each country is found and every command answers', async () => {
    const out = join(folder, name);
    const { code, text } = await run({ name, countries, out, counterparts: 'US' });
    expect(code, text).toBe(0);
    expect(text).toMatch(/Who holds an office: .* office:"Head of state of /);
    const id = /help\.$/m.test(text) && /type \/([a-z0-9-]+) help/.exec(text)?.[1];
    if (!id) throw new Error(text);
    const faults: string[] = [];
    expect(await validate({ folder: out, out: () => {}, err: (line) => faults.push(line) })).toBe(0);
    expect(faults).toEqual([]);
    expect(readFileSync(join(out, id, 'desk.yaml'), 'utf8')).not.toMatch(/kazakh|central asia/i);
    const desk = await openDesk({ briefs: out, id });
    try {
      for (const [country, itself] of Object.entries(own))
        for (const typed of [country, itself]) {
          const reply = await desk.ask(`country ${typed}`);
          expect(reply.outcome, typed).toBe('not_covered');
          expect(
            reply.blocks.find(({ type }) => type === 'heading'),
            typed,
          ).toMatchObject({ text: worldCountry(country).name });
        }
      for (const command of commands)
        for (const { line } of withExamples(command, desk.examples).examples)
          expect((await desk.ask(line)).outcome, line).toMatch(/^(ok|not_covered)$/);
      for (const line of ['visits', 'facts', 'timeline', 'chart', 'search trade', 'facts trade', 'upcoming'])
        expect((await desk.ask(line)).outcome, line).toMatch(/^(ok|not_covered)$/);
    } finally {
      await desk.end();
    }
  });
});

test('topics and cities are known by the words of the languages that are given', async () => {
  const out = join(folder, 'words');
  const words = 'Elections: elecciones, выборы; La Paz: Ла-Пас, 拉巴斯; Energy： энергетика';
  const { code, text } = await run({ name: 'Bolivia', countries: 'BO', languages: 'es, ru, zh', words, out });
  expect(code, text).toBe(0);
  const desk = await openDesk({ briefs: out, id: 'bolivia' });
  try {
    for (const [typed, name] of [
      ['elecciones', 'Elections'],
      ['энергетика', 'Energy'],
      ['Ла-Пас', 'La Paz'],
      ['拉巴斯', 'La Paz'],
      ['Sucre', 'Sucre'],
    ] as const)
      expect(JSON.stringify(await desk.ask(`facts ${typed}`)), typed).toContain(name);
    expect(JSON.stringify(await desk.ask('facts elecciones'))).not.toContain('wider');
    expect(JSON.stringify(await desk.ask('facts petroleum'))).toContain('wider');
  } finally {
    await desk.end();
  }
  const none = await run({ name: 'Peru', countries: 'PE', out });
  expect(none.text).toContain(
    'Topics and cities have English names only; /deskwire-edit edit technology adds your words',
  );
});

test.each([
  ['المغرب والجزائر وتونس وليبيا', 'MA DZ TN LY'],
  ['Ελλάδα και Κύπρος', 'GR CY'],
  ['Norge, Sverige og Danmark', 'NO SE DK'],
  ['Грузия, Армения и Азербайджан', 'GE AM AZ'],
  ['蒙古和中国', 'MN CN'],
  ['ไทยและลาว', 'TH LA'],
  ['Trinidad and Tobago and Saint Lucia', 'TT LC'],
  ['England, Burma and Holland', 'GB MM NL'],
  // A code in small letters joins only what its language names.
  ['Fransa ve Almanya', 'FR DE'],
  ['JE, at, ve, NI', 'JE AT VE NI'],
  ['JE at NI', '"at" may be Austria (AT) or a word for "and"; put commas between the countries.'],
])('countries are listed as their language joins them: %s', (text, codes) => {
  const read = readCountries(text);
  expect('codes' in read ? read.codes.join(' ') : faultsText(read.faults)).toBe(codes);
});

test.each([
  ['Kenya', 'Africa/Nairobi'],
  ['United States', 'America/New_York'],
  ['China', 'Asia/Shanghai'],
  ['Russia', 'Europe/Moscow'],
  ['Kosovo', 'UTC'],
  ['Barbados, Guyana', 'America/Guyana', 'Linden'],
  ['Trinidad, Cuba', 'America/Havana', 'cuba'],
  ['Libya, Algeria', 'Africa/Algiers', 'Alger'],
])('the desk of %s keeps the time of its capital: %s', async (countries, zone, typed?: string) => {
  const { code, text } = await run({
    name: `${countries} ${typed ?? ''}`,
    ...(typed && { zone: typed }),
    ...(typed === 'Alger' && { words: 'Algiers: Alger' }),
    countries,
    out: join(folder, 'zones'),
  });
  expect(code, text).toBe(0);
  expect(text).toContain(`; ${zone}\n`);
});

describe('what cannot be read is refused with what to write', () => {
  test.each([
    [{ countries: 'Germny' }, 'no country is called "Germny"; did you mean Germany?'],
    [{ countries: 'Georgia, EU' }, '"EU" is no country but the European Union; write the countries'],
    [{ countries: 'Kenya, Wakanda, Narnia' }, '"Narnia"'],
    [{ countries: 'NATO' }, 'no country is called "NATO"; write'],
    [{ countries: 'Taliban' }, 'no country is called "Taliban"; write'],
    [
      { countries: 'St Vincent, st Kitts' },
      '"St Vincent"; did you mean Saint Vincent and the Grenadines? No',
    ],
    [{ countries: 'Jamiaca' }, 'did you mean Jamaica?'],
    [{ countries: 'Guyane' }, '"Guyane" may be Guyana (GY) or French Guiana (GF)'],
    [{ countries: 'Guiana' }, '"Guiana" may be French Guiana (GF) or Guyana (GY)'],
    [{ countries: 'Kenya', feeds: 'Jamaica Gleaner' }, '"Jamaica Gleaner" is a name; an address is needed'],
    [{ countries: 'Kenya', words: 'Energy: x; Tourism: y' }, 'no topic or city is called "Tourism"'],
    [{ name: 'Isles', countries: 'The Bahamas, U.S., St Lucia, Antigua & Barbuda' }, undefined],
    [{ countries: 'Sao Tome' }, 'did you mean Sao Tome and Principe?'],
    [{ countries: 'Tbilisi' }, '"Tbilisi" is no country but a place in Georgia (GE); write the countries'],
    [{ countries: 'Korea' }, '"Korea" may be North Korea (KP) or South Korea (KR)'],
    [{ countries: 'Russia' }, undefined],
    [{ countries: 'Kenya', zone: 'Nairobee time' }, 'No time zone is known by the name “Nairobee time”'],
    [{ countries: 'Kenya', languages: 'Swahili, Klingonese' }, 'no language is called "Klingonese"'],
    [
      { countries: 'FI', words: 'Defence puolustus' },
      'no topic or city is called "Defence puolustus"; write "Defence: puolustus"',
    ],
    [{ countries: 'FI', words: 'puolustus: Defence' }, 'write "Defence: puolustus"'],
    [
      { countries: 'FI', words: 'Polls: vaalit' },
      'write a name of the list, a colon and its words, such as "Elections:',
    ],
    [{ countries: 'Kenya', name: '…' }, '"…" gives no slash command'],
    [{ countries: 'Kenya', name: ' ' }, 'the region needs a name'],
    [{ name: 'Kenya' }, '--countries is missing'],
  ])('%j', async (options, fault) => {
    const { code, text } = await run({ name: 'A region', out: join(folder, 'refused'), ...options });
    if (fault === undefined) expect(code, text).toBe(0);
    else {
      expect(code).toBe(2);
      expect(text).toContain(fault);
      expect(text).toContain('npm run -s deskwire -- init');
    }
  });
});

test('what is understood of words for topics and cities is said', async () => {
  const words = 'Defence: puolustus, Elections: vaalit, äänestys; Helsinki = Helsingfors';
  const { code, text } = await run({ name: 'Words', countries: 'FI', words, out: join(folder, 'finnish') });
  expect(code, text).toBe(0);
  expect(text).toContain(
    'Understood: Security (Defence): puolustus; Elections: vaalit, äänestys; Helsinki: Helsingfors.',
  );
});

describe('asked in a terminal', () => {
  test('lines that are pasted at once each answer a question, and a fault is asked again', async () => {
    const out = join(folder, 'pasted');
    const answers = [
      'Baltics',
      'Atlantis',
      'EE LV',
      '',
      '',
      '',
      'Polls: x',
      'Elections: valimised',
      '',
      out,
      '',
      'n',
    ];
    const { code, text } = await run({}, undefined, Readable.from(answers.map((line) => `${line}\n`)));
    expect(code, text).toBe(0);
    expect(text).toContain('Atlantis');
    expect(text).toContain('No topic or city is called "Polls"; write');
    expect(readFileSync(join(out, 'baltics', 'desk.yaml'), 'utf8')).toContain('- valimised');
    expect(text).toContain('Baltics: Estonia and Latvia');
    expect(existsSync(join(out, 'baltics', 'desk.yaml'))).toBe(true);
  });

  test('only what is at fault is asked again, and a suggestion is taken by Enter or y', async () => {
    const out = join(folder, 'islands');
    const countries = 'Jamiaca, Haiti, St Vincent, Guyane, Wakanda, Barbadoes';
    const mended = ['', 'y', 'gy', '', 'n', 'Cuba'];
    const topics = 'Tourism, Police';
    const words = ['Tourism: turismo; Fish: pez; Police: policía', ''];
    const answers = [
      'Islands',
      countries,
      ...mended,
      'USA',
      topics,
      'es',
      ...words,
      'Georgetown',
      out,
      '',
      '',
    ];
    const { code, text } = await run({}, undefined, Readable.from(answers.map((line) => `${line}\n`)));
    expect(code, text).toBe(0);
    const of = 'Jamaica, Haiti, Saint Vincent and the Grenadines, Guyana and Cuba; beside them United States';
    expect(text).toContain(`Islands: ${of}; America/Guyana`);
    expect(text).toContain('Did you mean Saint Vincent and the Grenadines? [Y, or another]');
    expect(text).not.toMatch(/\?\./);
    const written = readFileSync(join(out, 'islands', 'desk.yaml'), 'utf8');
    expect(written).toMatch(/- id: tourism\n +name: Tourism\n +spellings:\n +- turismo\n/);
    expect(written).toMatch(/- id: police\n +name: Police\n +spellings:\n +- policía\n/);
  });

  test.each(['Finnish, Russian', 'suomi; русский', 'финский، Russe', 'fi ru', 'English, FI, RU'])(
    'languages are taken by name: %s',
    async (typed) => {
      const out = join(folder, 'languages', typed.replaceAll(/\W/g, '_'));
      const { code, text } = await run({ name: 'North', countries: 'FI', languages: typed, out });
      expect(code, text).toBe(0);
      const written = readFileSync(join(out, 'north', 'desk.yaml'), 'utf8');
      expect(written.replaceAll(/\s+/g, ' ')).toMatch(/languages: (?:\[ ?fi, ru ?\]|- fi - ru )/);
    },
  );

  test('where the answers end nothing is written, and it says so', async () => {
    const out = join(folder, 'ended');
    const { code, text } = await run({ out }, folder, Readable.from(['Baltics\n']));
    expect({ code, text }).toMatchObject({ code: 2, text: expect.stringContaining('nothing was written') });
    expect(existsSync(out)).toBe(false);
  });
});
