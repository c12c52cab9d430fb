import { describe, expect, test } from 'vitest';
import { coveredShare, findCoverage } from '../../../src/domain/sources/coverage.ts';
import {
  coverageInShort,
  noneRecorded,
  officesInWords,
  periodGaps,
  stretchInWords,
  uncoveredInWords,
} from '../../../src/domain/sources/coverage-text.ts';
import { makeDesk } from '../make.ts';

const desk = makeDesk();
const today = '2026-11-23';

describe('which registers speak to a question', () => {
  test('all of them when nothing is asked', () => {
    const { stretches, uncovered } = findCoverage(desk, {});
    expect(stretches.map(({ until }) => until.text)).toEqual(['February 2025', 'November 2024']);
    expect(uncovered).toEqual([]);
  });

  test('by office, and the offices that none lists', () => {
    const found = findCoverage(desk, { offices: ['us-secretary', 'us-vice-president'] });
    expect(found.stretches.flatMap(({ offices }) => offices)).toEqual(['us-secretary']);
    expect(found.uncovered).toEqual(['us-vice-president']);
    expect(uncoveredInWords(desk, found.uncovered)).toBe(
      'No register here has travel as US Vice President; single rows come from single sources.',
    );
  });

  test('by direction and by the country at the other end', () => {
    expect(findCoverage(desk, { direction: 'from-region' }).stretches).toHaveLength(1);
    expect(findCoverage(desk, { counterpart: 'RU' }).stretches).toEqual([]);
    expect(coverageInShort(desk, findCoverage(desk, { counterpart: 'RU' }))).toBe(
      'no register here covers this',
    );
  });

  test('none of travel within the region, or between countries outside it', () => {
    const between = (country: string, counterpart: string) =>
      findCoverage(desk, { country, counterpart }).stretches.length;
    expect([between('SE', 'US') > 0, between('SE', 'SE'), between('US', 'RU'), between('RU', 'US')]).toEqual([
      true,
      0,
      0,
      0,
    ]);
  });

  test('of leaders abroad, only those of the country asked', () => {
    const { stretches } = findCoverage(desk, { country: 'SE' });
    expect(stretches.map(({ offices }) => offices)).toEqual([['us-secretary'], ['prime-minister-of-sweden']]);
  });
});

describe('the days asked against the record', () => {
  const [secretaries] = findCoverage(desk, { offices: ['us-secretary'] }).stretches;
  test.each([
    [{}, 'part'],
    [{ until: '2020-12-31' }, 'all'],
    [{ since: '2025-02-28' }, 'part'],
    [{ since: '2025-03-01' }, 'none'],
    [{ since: '1980-01-01', until: '1989-12-31' }, 'none'],
    [{ since: '1980-01-01', until: '1995-12-31' }, 'part'],
  ])('%o is covered: %s', (asked, coverage) => {
    expect(secretaries && coveredShare(secretaries, asked, today)).toBe(coverage);
  });

  test('in words', () => {
    const all = findCoverage(desk, {});
    expect(periodGaps(desk, all, {}, today)).toEqual([]);
    expect(periodGaps(desk, all, { since: '2025-01-01' }, today)).toEqual([
      'US Secretary of State: not covered after February 2025.',
      'Prime Minister of Norway and Sweden: not covered in the time asked; the record ends in November 2024.',
    ]);
    expect(
      periodGaps(desk, findCoverage(desk, { offices: ['us-secretary'] }), { until: '1989-12-31' }, today),
    ).toEqual(['US Secretary of State: not covered in the time asked; the record begins in 1990.']);
  });
});

describe('what a register lacks inside its stretch', () => {
  const sweden = { offices: ['prime-minister-of-sweden'] };
  const berg = { ...sweden, person: 'nils-berg' };
  const coverage = (question: object, asked: object) => {
    const [stretch] = findCoverage(desk, question).stretches;
    return stretch && coveredShare(stretch, asked, today);
  };

  test.each([
    [{ since: '2020-01-01', until: '2020-06-30' }, 'all', 'all'],
    [{ since: '2020-06-01', until: '2020-07-31' }, 'part', 'part'],
    [{ since: '2020-07-01', until: '2021-12-31' }, 'none', 'none'],
    // Somebody else held the office from 2022 on: the register has those trips, but they are not his.
    [{ since: '2021-01-01', until: '2022-12-31' }, 'part', 'none'],
    [{ since: '2022-01-01', until: '2022-12-31' }, 'all', 'none'],
  ])('%o is covered for the office: %s, for the person: %s', (asked, office, person) => {
    expect(coverage(sweden, asked)).toBe(office);
    expect(coverage(berg, asked)).toBe(person);
  });

  test('another office of the same register lacks nothing', () => {
    expect(findCoverage(desk, { offices: ['prime-minister-of-norway'] }).stretches[0]?.gaps).toEqual([]);
  });

  test('the record of that person ends where the gap begins', () => {
    expect(coverageInShort(desk, findCoverage(desk, berg))).toBe(
      'the register of travel as Prime Minister of Sweden ends in June 2020',
    );
    expect(periodGaps(desk, findCoverage(desk, berg), {}, today)).toEqual([
      'Prime Minister of Sweden: not covered after June 2020.',
    ]);
  });

  test('of the office it stands beside "None recorded", unless the days asked do not touch it', () => {
    expect(noneRecorded(desk, findCoverage(desk, sweden), {}, today)).toBe(
      'None recorded to November 2024, but the record has none of Nils Berg’s trips after June 2020.',
    );
    expect(noneRecorded(desk, findCoverage(desk, sweden), { since: '2022-01-01' }, today)).toBe(
      'None recorded; the register of travel as Prime Minister of Sweden ends in November 2024.',
    );
  });

  test('a desk that a store kept from before registers had gaps', () => {
    const old = makeDesk();
    for (const { registers } of old.sources) for (const register of registers) delete register.gaps;
    expect(findCoverage(old, sweden).stretches[0]?.gaps).toEqual([]);
  });
});

describe('a person', () => {
  test('the days in office are the days asked', () => {
    const jane = findCoverage(desk, { offices: ['us-secretary', 'us-vice-president'], person: 'jane-roe' });
    expect(periodGaps(desk, jane, {}, today)).toEqual([
      'US Secretary of State: not covered after February 2025.',
    ]);
    expect(uncoveredInWords(desk, jane.uncovered, 'jane-roe')).toMatch(
      /^No register here has travel as US Vice President from March 2015 to January 2018;/,
    );
  });
});

test('a register that the desk added later does not count', () => {
  expect(findCoverage(desk, { by: '2025-12-31' }).stretches).toEqual([]);
  expect(findCoverage(desk, { by: '2026-01-01' }).stretches).toHaveLength(2);
});

test('the reach in words, each office with its own end', () => {
  expect(coverageInShort(desk, findCoverage(desk, { offices: ['us-secretary'] }))).toBe(
    'the register of travel as US Secretary of State ends in February 2025',
  );
  expect(coverageInShort(desk, findCoverage(desk, {}))).toBe(
    'the registers of travel end in February 2025 (US Secretary of State) and in November 2024 (Prime Minister of Norway and Sweden)',
  );
  expect(findCoverage(desk, {}).stretches.map((stretch) => stretchInWords(desk, stretch))).toEqual([
    'US Secretary of State, from the United States to the region: recorded from 1990 to February 2025.',
    'Prime Minister of Norway and Sweden, to the United States: recorded to November 2024. The record has none of Nils Berg’s trips after June 2020.',
  ]);
});

test('offices that share no words are all named in full', () => {
  expect(officesInWords(desk, ['us-secretary', 'prime-minister-of-norway'])).toBe(
    'US Secretary of State and Prime Minister of Norway',
  );
});
