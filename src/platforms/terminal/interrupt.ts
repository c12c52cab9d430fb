import type { Interface } from 'node:readline';

/** Ctrl-C throws the typed line away; once more on the empty line it leaves. */
export function onInterrupt(lines: Interface, hint: () => void, leave: () => void): void {
  let asked = false;
  lines.on('line', () => {
    asked = false;
  });
  lines.on('SIGINT', () => {
    if (asked && lines.line === '') return leave();
    asked = true;
    lines.write(null, { ctrl: true, name: 'e' });
    lines.write(null, { ctrl: true, name: 'u' });
    hint();
  });
}
