import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import {
  type App,
  HTTPModuleFunctions,
  HTTPReceiver,
  isValidSlackRequest,
  type Logger,
  type Receiver,
  type ReceiverEvent,
} from '@slack/bolt';
import type { SlackAppOptions } from '../options.ts';

const path = '/slack/events';
/** Bytes; the largest payload of ours, a view with its state, stays far below. */
const bodyLimit = 512 * 1024;
/** Seconds that another clock may be ahead of ours. Bolt refuses old timestamps, but takes any from the future. */
const aheadAtMost = 60;

type Options = Pick<SlackAppOptions, 'config' | 'clock' | 'routes' | 'mount'>;

/** Slack over HTTP: Bolt's receiver behind the checks that it lacks. */
export function createHttpReceiver(options: Options, signingSecret: string, logger: Logger): Receiver {
  const { config, clock, routes = [], mount } = options;
  const inner = new HTTPReceiver({
    signingSecret,
    endpoints: [path],
    customRoutes: routes,
    logger,
    // What fails before anything was acked could not be read; what fails later has been told to the reader.
    processEventErrorHandler: async ({ error, response }) => {
      logger.warn('a payload could not be read', error);
      if (!response.headersSent) response.writeHead(error instanceof Stopping ? 503 : 400).end();
      return true;
    },
  });

  const listener: RequestListener = (request, response) => {
    receive(request, response).catch((error) => {
      logger.error('a request could not be handled', error);
      if (!response.headersSent) response.writeHead(500).end();
    });
  };

  async function receive(request: IncomingMessage, response: ServerResponse) {
    const ours = request.method === 'POST' && new URL(request.url ?? '/', 'http://ours').pathname === path;
    if (ours) {
      const status = await faultOf(request, signingSecret, clock());
      if (status !== undefined) return void response.writeHead(status, { connection: 'close' }).end();
    }
    try {
      inner.requestListener(request, response);
    } catch {
      response.writeHead(404).end();
    }
  }

  let server: Server | undefined;
  return {
    init: (app: App) => inner.init(app),
    async start() {
      if (mount) return mount(listener);
      server = createServer(listener);
      await listening(server, config.port, config.host);
      return server;
    },
    async stop() {
      if (server) await closed(server);
    },
  };
}

/** The status that refuses the request before Bolt sees it, or undefined. Reads the body, and leaves it for Bolt. */
async function faultOf(
  request: IncomingMessage,
  signingSecret: string,
  now: Date,
): Promise<number | undefined> {
  const timestamp = Number(request.headers['x-slack-request-timestamp']);
  const signature = String(request.headers['x-slack-signature'] ?? '');
  if (Number.isNaN(timestamp) || timestamp > now.getTime() / 1000 + aheadAtMost) return 401;
  try {
    const read = await HTTPModuleFunctions.bufferIncomingMessage(request, bodyLimit);
    // Bolt reads fields of the body before it knows that there are any: `null`, well signed, would end the process.
    if (isObject(read)) return undefined;
    const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp };
    return isValidSlackRequest({ signingSecret, body: read.rawBody.toString(), headers }) ? 400 : 401;
  } catch (error) {
    return HTTPModuleFunctions.isRawBodyError(error) ? 413 : 400;
  }
}

function isObject(request: Parameters<typeof HTTPModuleFunctions.parseHTTPRequestBody>[0]): boolean {
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(request);
    return typeof body === 'object' && body !== null && !Array.isArray(body);
  } catch {
    return false;
  }
}

const listening = (server: Server, port: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Answers that are being written get a moment; a connection that lingers is cut. */
const closed = (server: Server) =>
  new Promise<void>((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), 500);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });

/** A payload that no handler took. */
class UnreadablePayload extends Error {
  override name = 'UnreadablePayload';
}

/** Nothing new is taken any more. */
export class Stopping extends Error {
  override name = 'Stopping';
}

/**
 * Stands between a receiver and the app: counts the work in flight, takes nothing new once stopping, and sees to it
 * that what nobody acked is refused at once instead of hanging until Slack gives up.
 */
export function gateReceiver(receiver: Receiver, inFlight: InFlight, stopping: () => boolean): Receiver {
  return {
    init(app: App) {
      const processEvent = async (event: ReceiverEvent) => {
        // Unacked, Slack gives it to another connection or tells the reader to try again.
        if (stopping()) throw new Stopping('the app is stopping');
        let acked = false;
        const ack: ReceiverEvent['ack'] = (reply) => {
          acked = true;
          return event.ack(reply);
        };
        await inFlight.track(app.processEvent({ ...event, ack }));
        if (!acked) throw new UnreadablePayload('a payload of an unknown kind');
      };
      receiver.init({ processEvent } as App);
    },
    start: (...args) => receiver.start(...args),
    stop: (...args) => receiver.stop(...args),
  };
}

/** Work that has begun, so that stopping can wait for it. */
interface InFlight {
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when all is done or the time is over, with how much was left undone. */
  settled(withinMs: number): Promise<number>;
}

export function createInFlight(): InFlight {
  const works = new Set<Promise<unknown>>();
  return {
    track(work) {
      const tracked = work.finally(() => works.delete(tracked));
      // The caller handles a failure; here it only must not count as unhandled.
      tracked.catch(() => {});
      works.add(tracked);
      return work;
    },
    async settled(withinMs) {
      let timer: NodeJS.Timeout | undefined;
      const over = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, withinMs);
      });
      await Promise.race([Promise.allSettled([...works]), over]);
      clearTimeout(timer);
      return works.size;
    },
  };
}
