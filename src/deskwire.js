#!/usr/bin/env node
// Plain JavaScript, so that an old Node can say what it needs instead of failing on the first type.
import { enableCompileCache } from 'node:module';

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `deskwire: this is Node ${process.versions.node}; Deskwire needs Node 24.\n` +
      'Run it through npm (npm start, npm run deskwire), which uses the Node 24 that npm ci installed; ' +
      'where npm installs none (macOS), install Node 24 yourself.\n',
  );
  process.exit(1);
}
// Halves the start of `deskwire run`: stripped and compiled modules are kept between starts.
enableCompileCache?.();
const { cli } = await import('./cli.ts');
process.exitCode = await cli(process.argv.slice(2));
