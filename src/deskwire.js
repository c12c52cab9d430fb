#!/usr/bin/env node
// Plain JavaScript, so that an old Node can hand over to Node 24 instead of failing on the first type.
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { isNode24, runOnNode24 } from './node24.js';

if (isNode24) {
  // Stripped and compiled modules are kept between starts, which halves the start of `deskwire run`.
  nodeModule.enableCompileCache();
  const { cli } = await import('./cli/program.ts');
  process.exitCode = await cli(process.argv.slice(2));
} else {
  runOnNode24([...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
}
