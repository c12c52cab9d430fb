import { stripVTControlCharacters } from 'node:util';
import { digestRequests } from '../../src/app/digests.ts';
import { previewOf, sentRequests } from '../../src/cli/sent-requests.ts';
import type { Form } from '../../src/domain/form.ts';
import type { Reply } from '../../src/domain/reply.ts';
import { formModal, stepsOf } from '../../src/platforms/discord/handlers/form-view.ts';
import { formView } from '../../src/platforms/slack/handlers/form-view.ts';
import { renderJson, renderText } from '../../src/platforms/terminal/render.ts';
import { noPictures } from '../platforms/pictures.ts';

export const formats = ['text', 'json', 'slack', 'discord'] as const;
export type Format = (typeof formats)[number];
type ChatFormat = Exclude<Format, 'text' | 'json'>;

/** What was asked for, and how it shows in each format. */
export interface Step {
  asked: string;
  shown: Partial<Record<Format, string>>;
}

export const stepOf = (line: string, reply: Reply, as: readonly Format[] = formats): Promise<Step> =>
  stepWith(line, as, (format) => shownAs(format, reply, line));

/** What is answered to a form that was sent. */
export const filledStep = (asked: string, reply: Reply): Promise<Step> =>
  stepWith(asked, formats, (format) => shownAs(format, reply, '/deskwire'));

export const formStep = (asked: string, form: Form): Promise<Step> =>
  stepWith(asked, formats, (format) =>
    format === 'text' ? fieldLines(form) : indented(format === 'json' ? form : formAs(format, form)),
  );

/** What `digest preview` prints. */
export const digestStep = (asked: string, reply: Reply): Promise<Step> =>
  stepWith(asked, formats, async (format) =>
    format === 'json' || format === 'text'
      ? shownAs(format, reply, '')
      : indented(digestRequests(await previewIn(format), reply)),
  );

async function stepWith(
  asked: string,
  as: readonly Format[],
  show: (format: Format) => string | Promise<string>,
): Promise<Step> {
  const shown = await Promise.all(as.map(async (format) => [format, await show(format)] as const));
  return { asked, shown: Object.fromEntries(shown) };
}

const indented = (value: unknown) => JSON.stringify(value, null, 1);

/** What `--format` prints of an answer, and after it the form that it opens on a platform. */
async function shownAs(format: Format, reply: Reply, line: string): Promise<string> {
  if (format === 'json') return indented(JSON.parse(renderJson(reply)));
  if (format === 'text') return asText(reply);
  const { requests } = await sentRequests(await previewIn(format), line, async () => reply);
  return indented(reply.form ? [...requests, { opens: formAs(format, reply.form) }] : requests);
}

function previewIn(format: ChatFormat) {
  const preview = previewOf(format, noPictures);
  if (!preview) throw new Error(`${format} shows no requests`);
  return preview;
}

const formAs = (platform: ChatFormat, form: Form): object =>
  platform === 'slack'
    ? formView(form, 'metadata')
    : [...stepsOf(form).keys()].map((step) => formModal(form, step, 'state'));

const fieldLines = ({ title, about, fields, submit }: Form): string =>
  [
    title,
    ...about,
    ...fields.flatMap(({ label, value = '', fault }) => [
      `${label}: ${value}`,
      ...(fault ? [`  ${fault}`] : []),
    ]),
    submit,
  ].join('\n');

const asText = (reply: Reply) =>
  stripVTControlCharacters(renderText(reply, { width: 80, colour: false, links: false }));
