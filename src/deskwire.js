#!/usr/bin/env node
// Plain JavaScript, so that an old Node can hand over to Node 24 instead of failing on the first type.
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { isNode24, runOnNode24 } from './node24.js';

/**
 * The address of a module's neighbour (`./day.ts`) is read off its name. Node looks each of hundreds up on disk first,
 * a tenth of the time that `deskwire run` takes; one that is missing is still found to be so when it is read.
 * @type {nodeModule.ResolveHookSync}
 */
function resolveNeighbour(specifier, context, next) {
  const isNeighbour = context.conditions.includes('import') && /^\.\.?\//.test(specifier);
  if (!isNeighbour || !context.parentURL?.startsWith('file:') || context.importAttributes.type)
    return next(specifier, context);
  return { url: new URL(specifier, context.parentURL).href, shortCircuit: true };
}

if (isNode24) {
  // Stripped and compiled modules are kept between starts, which halves the start of `deskwire run`.
  nodeModule.enableCompileCache();
  nodeModule.registerHooks({ resolve: resolveNeighbour });
  const { cli } = await import('./cli/program.ts');
  process.exitCode = await cli(process.argv.slice(2));
} else {
  runOnNode24([...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
}
