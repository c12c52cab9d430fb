// Plain JavaScript that any Node from 14 on can run: `node src/node24.js SCRIPT [ARG ...]` runs a script on Node 24.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Whether this very process can run Deskwire. */
export const isNode24 = Number(process.versions.node.split('.')[0]) >= 24;

/**
 * Runs the arguments on the Node 24 that `npm ci` installed, and ends with its exit code. npm 11 puts that Node first
 * on the path of scripts by itself; npm 10 installs it without a link in `.bin`, so it is looked up here.
 * @param {string[]} args
 */
export function runOnNode24(args) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = join(`node-${platform}-${process.arch}`, 'bin', platform === 'win' ? 'node.exe' : 'node');
  const node = join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules', name);
  if (!isNode24 && !existsSync(node)) {
    process.stderr.write(
      `deskwire: this is Node ${process.versions.node}; Deskwire needs Node 24.\n` +
        'Run `npm ci` first, which brings it along; where it brings none (macOS), install Node 24 yourself.\n',
    );
    process.exit(1);
  }
  const binary = isNode24 ? process.execPath : node;
  const env = { ...process.env, PATH: `${dirname(binary)}${delimiter}${process.env.PATH ?? ''}` };
  const child = spawn(binary, args, { stdio: 'inherit', env });
  // A terminal sends its own signals to both; one sent to this process alone has to be handed on.
  process.on('SIGINT', () => {});
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) runOnNode24(process.argv.slice(2));
