import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { callApi, decodeForm } from './api.ts';
import { takeUpload } from './api-files.ts';
import type { Fault } from './faults.ts';
import type { Entry } from './journal.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Json } from './workspace.ts';
import type { World } from './world.ts';

interface Answer {
  status: number;
  headers?: Record<string, string>;
  answer: unknown;
}

const bodyOf: Record<string, (raw: string) => Json> = { api: decodeForm, response: JSON.parse };

/** One request: finds the route, keeps it in the journal, and lets a fault have its way. */
export async function handleHttp(
  world: World,
  urls: ResponseUrls,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = await buffer(request);
  const raw = bytes.toString();
  const path = new URL(request.url ?? '/', 'http://fake').pathname;
  const [, surface, name = ''] = /^\/(api|response|upload)\/(.+)$/.exec(path) ?? [];
  if (!surface) return void response.writeHead(404).end();

  // Its own clock, as in the times of messages.
  response.setHeader('date', world.clock().toUTCString());
  const route = { api: name, response: 'response_url', upload: 'upload' }[surface] ?? surface;
  const body = bodyOf[surface]?.(raw) ?? { bytes: bytes.length };
  const entry: Entry = {
    surface: surface === 'response' ? 'response_url' : (surface as 'api' | 'upload'),
    route,
    at: world.clock(),
    body,
  };
  const effect = (): Answer => {
    if (surface === 'response') return urls.post(name, body);
    if (surface === 'upload') return takeUpload(world, name, new Uint8Array(bytes));
    const { retryAfter, ...answer } = callApi(world, name, request.headers.authorization ?? '', body);
    return retryAfter === undefined
      ? { status: 200, headers: { 'x-oauth-scopes': [...world.workspace.scopes].join(',') }, answer }
      : { status: 429, headers: { 'retry-after': String(retryAfter) }, answer };
  };

  await settle(world.faults.take(route, body), effect, response, (given) => {
    Object.assign(entry, { status: given.status, answer: given.answer });
    return given;
  });
  world.journal.add(entry);
}

async function settle(
  fault: Pick<Fault, 'when' | 'kind'> | undefined,
  effect: () => Answer,
  response: ServerResponse,
  note: (given: Answer) => Answer,
): Promise<void> {
  if (!fault) return send(response, note(effect()));
  if (fault.kind.type === 'late') {
    await new Promise((resolve) => response.once('close', resolve));
    await fault.kind.until;
    note(effect());
    return;
  }
  if (fault.kind.type === 'slow') {
    await fault.kind.until;
    return send(response, note(effect()));
  }
  if (fault.when === 'after') effect();
  switch (fault.kind.type) {
    case '429': {
      const { retryAfter } = fault.kind;
      const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
      return send(response, note({ status: 429, headers, answer: { ok: false, error: 'ratelimited' } }));
    }
    case 'status':
      return send(response, note({ status: fault.kind.status, answer: 'the fake was told to fail' }));
    case 'answer':
      return send(response, note({ status: 200, answer: fault.kind.answer }));
    case 'raw': {
      const { status = 200, contentType, body } = fault.kind;
      note({ status, answer: body });
      const headers = contentType === undefined ? {} : { 'content-type': contentType };
      return void response.writeHead(status, headers).end(body);
    }
    case 'garbage':
      return void response.writeHead(200, { 'content-type': 'application/json' }).end('<html>{');
    case 'drop':
      return void response.destroy();
    case 'hang':
      return;
  }
}

function send(response: ServerResponse, { status, headers = {}, answer }: Answer) {
  if (response.destroyed) return;
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(typeof answer === 'string' ? answer : JSON.stringify(answer));
}
