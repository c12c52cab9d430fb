import type { z } from 'zod';

/** What is wrong with a value that its schema refuses, and what to write instead. */
export function badValue(option: string, { issues }: z.ZodError): [says: string, write: string] {
  const [issue] = issues;
  if (issue?.code === 'too_big' && issue.origin === 'string') {
    const most = Number(issue.maximum).toLocaleString('en-GB');
    return [`${option} holds at most ${most} characters.`, 'Please write less.'];
  }
  return [`What stands for ${option} cannot be read.`, 'Please write it another way.'];
}
