const missed: string[] = [];

/** Keeps what was missed, to be told at the end; answers the word that stands in the table. */
export function judge(aim: string, reached: boolean): 'reached' | 'missed' {
  if (!reached) missed.push(aim);
  return reached ? 'reached' : 'missed';
}

/** Says which aims were missed; the exit code tells it too. */
export function tellVerdict(): void {
  if (missed.length === 0) {
    console.log('\nEvery aim was reached.');
    return;
  }
  console.log(`\nMissed:\n${missed.map((aim) => `  ${aim}`).join('\n')}`);
  process.exitCode = 1;
}
