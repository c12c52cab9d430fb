/** What the next try is likely to mend: nobody has to do anything. Its message is for people, without a full stop. */
export class PassingFault extends Error {}
