/** The only way to learn the time. */
export type Clock = () => Date;
