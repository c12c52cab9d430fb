import type { ServerResponse } from 'node:http';
import type { Answer } from './answers.ts';
import type { Fault, FaultPlan } from './faults.ts';
import { tooMany } from './rate-limits.ts';

/** A 204 has no content type: with one, discord.js tries to read JSON that is not there. */
export function reply(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    ...headers,
    ...(body !== undefined && { 'content-type': 'application/json' }),
  });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** Answers a request as its fault says. */
export function spoil(
  fault: Fault,
  act: () => Answer,
  send: (answer: Answer) => void,
  response: ServerResponse,
  faults: FaultPlan,
  changed: () => void,
): void {
  const answer = fault.when === 'after' ? act() : undefined;
  switch (fault.kind) {
    case '429':
      send(tooMany(fault.retryAfter === undefined ? 1 : fault.retryAfter, fault.global));
      break;
    case 'status':
      send({ status: fault.status ?? 500, body: { message: 'Internal Server Error', code: 0 } });
      break;
    case 'drop':
      response.destroy();
      break;
    case 'hang':
      break;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('<html>not JSON</html>');
      break;
    case 'raw':
      response.writeHead(200, fault.contentType === undefined ? {} : { 'content-type': fault.contentType });
      response.end(fault.body ?? '');
      break;
    case 'slow':
      faults.hold(() => send(answer ?? act()));
      break;
    case 'late':
      response.destroy();
      faults.hold(() => {
        act();
        changed();
      });
      break;
  }
}
