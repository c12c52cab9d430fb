#!/usr/bin/env node
// Plain JavaScript, so that an old Node can hand over to Node 24 instead of failing on the first type.
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { isNode24, runOnNode24 } from './node24.js';

/** What Node takes a file for, by its folder and ending, which settle it. */
const formats = new Map();

/**
 * The address of a module's neighbour (`./day.ts`) is read off its name, and what it is off another of its folder. Node
 * looks for each of hundreds on disk first, and for the package of each; one that is missing is still found to be so
 * when it is read.
 * @type {nodeModule.ResolveHookSync}
 */
function resolveNeighbour(specifier, context, next) {
  const isNeighbour = context.conditions.includes('import') && /^\.\.?\//.test(specifier);
  if (!isNeighbour || !context.parentURL?.startsWith('file:') || context.importAttributes.type)
    return next(specifier, context);
  const { href: url } = new URL(specifier, context.parentURL);
  const like = url.replace(/[^/]*(?=\.[^./]*$)/, '');
  if (formats.has(like)) return { url, format: formats.get(like), shortCircuit: true };
  const found = next(specifier, context);
  formats.set(like, found.format);
  return found;
}

if (isNode24) {
  // Stripped and compiled modules are kept between starts, which halves the start of `deskwire run`: beside the
  // libraries, where nobody else can write what is run; in the folder of the system if that cannot be written.
  const own = fileURLToPath(new URL('../node_modules/.cache/deskwire', import.meta.url));
  const { status } = nodeModule.enableCompileCache(own);
  if (status === nodeModule.constants.compileCacheStatus.FAILED) nodeModule.enableCompileCache();
  nodeModule.registerHooks({ resolve: resolveNeighbour });
  const { cli } = await import('./cli/program.ts');
  process.exitCode = await cli(process.argv.slice(2));
} else {
  runOnNode24([...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
}
