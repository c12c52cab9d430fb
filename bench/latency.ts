/** What a run of requests took. */
export interface Sample {
  /** Milliseconds of each request. */
  times: number[];
  /** Milliseconds from the first request to the last answer. */
  took: number;
  /** Requests whose first response did not hold what was asked for. */
  lacking: number;
}

export interface Figures {
  p50: number;
  p99: number;
  perSecond: number;
  lacking: number;
  /** First responses that came when neither platform would have shown them any more. */
  overdue: number;
}

/** Slack and Discord both give up after 3 s, in milliseconds. */
const deadline = 3000;

/** `count` requests, `atOnce` of them under way at any moment. `send` tells whether the first response held it all. */
export async function load(
  send: () => Promise<boolean>,
  { count, atOnce }: { count: number; atOnce: number },
): Promise<Sample> {
  const times: number[] = [];
  let left = count;
  let lacking = 0;
  const begun = performance.now();
  const sender = async () => {
    while (left > 0) {
      left -= 1;
      const start = performance.now();
      const whole = await send();
      times.push(performance.now() - start);
      if (!whole) lacking += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  return { times, took: performance.now() - begun, lacking };
}

/** The figures of several runs together. */
export function figuresOf(samples: readonly Sample[]): Figures {
  const times = samples.flatMap((sample) => sample.times).sort((a, b) => a - b);
  const sum = (of: (sample: Sample) => number) => samples.reduce((total, sample) => total + of(sample), 0);
  return {
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    perSecond: (times.length * 1000) / sum(({ took }) => took),
    lacking: sum(({ lacking }) => lacking),
    overdue: times.filter((time) => time > deadline).length,
  };
}

/** Of times in ascending order: the smallest that this share of them does not exceed. */
const percentile = (ascending: readonly number[], share: number): number =>
  ascending[Math.ceil(ascending.length * share) - 1] ?? Number.NaN;
