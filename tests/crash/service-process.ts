import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServicePlan, StoodStill } from './service-plan.ts';

const program = fileURLToPath(new URL('service.ts', import.meta.url));

/** Modules as the first of them compiled them: each start would take a second of processor time without. */
const compiled = join(tmpdir(), 'deskwire-crash-compiled');

export interface ServiceProcess {
  /** Resolves when it says that it stands still. */
  stoodStill: Promise<StoodStill>;
  /** Resolves when it ends by itself, which it never should. */
  ended: Promise<string>;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
}

export function startService(plan: ServicePlan): ServiceProcess {
  const child: ChildProcess = spawn(process.execPath, [program, JSON.stringify(plan)], {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    env: { ...process.env, NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: compiled },
  });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
    if (process.env.CRASH_LOG) process.stderr.write(chunk);
  });
  const closed = once(child, 'close');
  return {
    stoodStill: new Promise((resolve) => child.once('message', (stood) => resolve(stood as StoodStill))),
    ended: closed.then(([code, signal]) => `the service ended by itself (${code ?? signal}): ${said}`),
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
