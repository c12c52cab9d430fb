import { html, raw } from 'hono/html';
import { z } from 'zod';
import { weekdayNames } from '../../domain/dates/day.ts';
import type {
  RehearsalAsked,
  RehearsalMove,
  RehearsalState,
  RehearsedChannel,
  RehearsedLine,
} from '../../domain/digests/rehearsal.ts';
import { digestFormats, onEmptyChoices, rhythms } from '../../domain/digests/subscription.ts';
import type { PageService } from '../../domain/ports/platform.ts';
import type { Html, Json } from './pane.ts';
import { drawPosts, frame, option, several } from './views.ts';

const word = z.string().max(120);
/** UTC, as a browser's field gives it. */
export const momentSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)
  .transform((said) => new Date(`${said}:00Z`))
  .refine((at) => !Number.isNaN(at.getTime()));

/** What a form field left empty says. */
const given = word.transform((said) => said.trim() || undefined).optional();

const beginSchema = z
  .object({
    act: z.literal('begin'),
    desk: word,
    topics: z.array(word).default([]),
    countries: z.array(word).default([]),
    rhythm: z.enum(rhythms),
    time: given,
    weekday: given,
    cron: given,
    zone: given,
    onEmpty: z.enum(onEmptyChoices),
    format: z.enum(digestFormats),
    from: momentSchema,
  })
  .transform(({ act, topics, countries, rhythm, time, weekday, cron, zone, ...rest }) => {
    // Fields of the form that do not belong to the chosen rhythm are not asked for.
    const when = rhythm === 'cron' ? { cron } : { time, ...(rhythm === 'weekly' && { weekday }) };
    const schedule = Object.fromEntries(
      Object.entries({ rhythm, zone, ...when }).filter(([, said]) => said !== undefined),
    );
    return { act, asked: { ...rest, filter: { topics, countries }, schedule } satisfies RehearsalAsked };
  });

export const rehearsalActs = z.union([
  beginSchema,
  z.object({ act: z.literal('move'), to: z.enum(['next', 'day', 'here']) }),
  z.object({ act: z.literal('move'), to: z.literal('time'), weekday: word, time: word }),
  z.object({ act: z.literal('end') }),
]);

/** Resolves to the reason if it cannot be done. */
export async function performRehearsal(
  { rehearsal }: PageService,
  given: z.infer<typeof rehearsalActs>,
): Promise<string | undefined> {
  if (given.act === 'begin') return rehearsal.begin(given.asked);
  if (given.act === 'end') {
    await rehearsal.end();
    return undefined;
  }
  const { act: _, ...move } = given;
  return rehearsal.move(move satisfies RehearsalMove);
}

const dayMs = 24 * 60 * 60_000;
const names: Readonly<Record<string, string>> = { slack: 'Slack', discord: 'Discord' };

/** A subscription on a store of its own: its digests on both platforms as they were sent, and the ledger beside them. */
export async function rehearsalView(
  service: PageService,
  desk: string | undefined,
  csrf: string,
): Promise<Html> {
  const [first, ...others] = service.desks();
  if (!first) return frame('/rehearsal', 'Rehearsal', csrf, html`<p class="note">There is no desk yet.</p>`);
  const state = await service.rehearsal.state();
  const form = {
    state,
    desk: desk ?? state?.asked.desk,
    weekAgo: new Date(service.now().getTime() - 7 * dayMs),
  };
  const content = html`${beginForm([first, ...others], form)}
${state ? running(state) : html`<p class="note pad">Digests of a subscription as they would be sent, on a store of its own with a clock that you move. It reads the content in service, sends nothing to a platform and is deleted at the end. Begin at an earlier moment: what was published later comes as the clock moves.</p>`}
<p id="status" role="status" class="status"></p>`;
  return frame('/rehearsal', 'Rehearsal', csrf, content);
}

function beginForm(
  desks: ReturnType<PageService['desks']>,
  {
    state,
    desk: chosen,
    weekAgo,
  }: { state: RehearsalState | undefined; desk: string | undefined; weekAgo: Date },
): Html {
  const asked = state?.asked;
  const desk = desks.find(({ id }) => id === chosen) ?? desks[0];
  const { rhythm = 'weekdays', time = '08:00', weekday, cron = '', zone = '' } = asked?.schedule ?? {};
  const one = (name: string, label: string, all: readonly string[], chosen: string | undefined) =>
    html`<label>${label}<select name="${name}">${all.map((each) => option(each, each, each === chosen))}</select></label>`;
  const from = (asked?.from ?? weekAgo).toISOString().slice(0, 16);
  return html`<details class="begin"${state && desk?.id === state.asked.desk ? '' : raw(' open')}><summary>${state ? `${asked?.desk}: ${state.schedule}` : 'A subscription'}</summary>
<form class="filters" data-rehearse="begin">
<label>Desk<select name="desk">${desks.map(({ id, name }) => option(id, name, id === desk?.id))}</select></label>
<label>From (UTC)<input type="datetime-local" name="from" value="${from}" required /></label>
${one('rhythm', 'Rhythm', rhythms, rhythm)}
<label>Time<input name="time" value="${time}" size="6" maxlength="40" /></label>
${one('weekday', 'Weekday, if weekly', weekdayNames, weekday ?? 'Monday')}
<label>Pattern, if cron<input name="cron" value="${cron}" size="12" maxlength="120" /></label>
<label>Time zone<input name="zone" value="${zone}" placeholder="the desk’s" size="12" maxlength="80" /></label>
${one('onEmpty', 'When nothing is new', onEmptyChoices, asked?.onEmpty ?? 'one-line')}
${one('format', 'Format', digestFormats, asked?.format ?? 'full')}
${several({ name: 'topics', label: 'Topics', size: 3 }, desk?.topics ?? [], asked?.filter.topics ?? [])}
${several({ name: 'countries', label: 'Countries', size: 3 }, desk?.countries ?? [], asked?.filter.countries ?? [])}
<button type="submit">${state ? 'Begin again' : 'Begin'}</button></form></details>`;
}

function running({ now, zone, channels }: RehearsalState): Html {
  const said = instantIn(zone);
  return html`<div class="clock filters"><p>The clock shows <b><time datetime="${now.toISOString()}">${said(now)}</time></b>, ${zone}</p>
<button type="button" data-move="next">Next digest</button><button type="button" data-move="day">+ 1 day</button><button type="button" data-move="here">Read changed files</button>
<form class="filters" data-rehearse="time"><label>Weekday<select name="weekday">${weekdayNames.map((name) => option(name, name, name === 'Monday'))}</select></label><label>Time<input name="time" value="08:00" size="6" maxlength="40" required /></label><button type="submit">Jump</button></form>
<button type="button" class="danger" data-rehearse-end>End and delete</button></div>
<div class="panes three">${channels.map((channel) => postsOf(channel, said))}
<section class="pane ledger" aria-labelledby="ledger-name"><h2 id="ledger-name">Ledger</h2><div class="messages" role="region" aria-label="Ledger" tabindex="0">${channels.map((channel) => ledgerOf(channel, said))}</div></section></div>`;
}

function postsOf({ platform, posts }: RehearsedChannel, said: Said): Html {
  const pane = platform === 'slack' ? 'slack' : 'discord';
  const messages = posts.map(({ id, at, body, edited }) => {
    const when = edited ? `${said(at)}, edited ${said(edited)}` : said(at);
    return { id, changed: 0, at, when, only: false, body: body as Json };
  });
  const shown = { of: 'digests', note: 'A rehearsal: its buttons do nothing', newestFirst: true };
  return drawPosts(pane, shown, messages);
}

function ledgerOf({ platform, cursor, slot, next, state, ledger }: RehearsedChannel, said: Said): Html {
  return html`<h3>${names[platform]} <small>${state}</small></h3>
<dl><dt>Cursor</dt><dd>${cursorWords(cursor)}</dd><dt>Last slot</dt><dd>${said(slot)}</dd><dt>Next</dt><dd>${next ? said(next) : 'none'}</dd></dl>
<ol reversed>${ledger.map((line) => lineOf(line, said))}</ol>`;
}

/** A cursor below 0 stands before the first digest. */
const cursorWords = (cursor: number) => (cursor < 0 ? 'before the first digest' : `publication ${cursor}`);

function lineOf({ at, what, slot, edition, entries, state, reason, parts }: RehearsedLine, said: Said): Html {
  const span = edition && `edition ${edition.number}: ${spanWords(edition)}`;
  const facts = [
    slot && `slot ${said(slot)}`,
    span,
    `${entries} ${entries === 1 ? 'entry' : 'entries'}`,
    parts.length > 0 && `parts: ${parts.join(', ')}`,
    reason,
  ].filter(Boolean);
  return html`<li><b>${what}</b> · ${state} <small>${said(at)}</small><br />${facts.join(' · ')}</li>`;
}

function spanWords({ from, to }: NonNullable<RehearsedLine['edition']>): string {
  if (from < 0) return `all up to publication ${to}`;
  return from === to ? `nothing after publication ${to}` : `publications after ${from}, up to ${to}`;
}

type Said = (at: Date) => string;

function instantIn(timeZone: string): Said {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (at) => format.format(at);
}
