/** Words too common to find anything by; `may` stays, it is a month. */
const stop = new Set(
  (
    'a about above after all also am an and any are as at be because been before being between both but by can could ' +
    'did do does during each few for from further had has have having he her here him his how i if in into is it its ' +
    'me more most my no nor not of off on once only or other our out over own said same she should so some such than ' +
    'that the their them then there these they this those through to too under until up very was we were what when ' +
    'where which while who whom why will with would you your'
  ).split(' '),
);

export function isStopWord(word: string): boolean {
  return stop.has(word);
}
