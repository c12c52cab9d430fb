/** What a run of requests took. */
export interface Sample {
  /** Milliseconds of each request. */
  times: number[];
  /** Milliseconds from the first request to the last answer. */
  took: number;
  /** Requests whose answer did not come with the first response. */
  late: number;
}

export interface Figures {
  p50: number;
  p99: number;
  perSecond: number;
  late: number;
}

/** `count` requests, `atOnce` of them under way at any moment. `send` tells whether the answer came at once. */
export async function load(
  send: () => Promise<boolean>,
  { count, atOnce }: { count: number; atOnce: number },
): Promise<Sample> {
  const times: number[] = [];
  let left = count;
  let late = 0;
  const begun = performance.now();
  const sender = async () => {
    while (left > 0) {
      left -= 1;
      const start = performance.now();
      const whole = await send();
      times.push(performance.now() - start);
      if (!whole) late += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  return { times, took: performance.now() - begun, late };
}

/** The figures of several runs together. */
export function figuresOf(samples: readonly Sample[]): Figures {
  const times = samples.flatMap((sample) => sample.times).sort((a, b) => a - b);
  const sum = (of: (sample: Sample) => number) => samples.reduce((total, sample) => total + of(sample), 0);
  return {
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    perSecond: (times.length * 1000) / sum(({ took }) => took),
    late: sum(({ late }) => late),
  };
}

/** Of times in ascending order: the smallest that this share of them does not exceed. */
const percentile = (ascending: readonly number[], share: number): number =>
  ascending[Math.ceil(ascending.length * share) - 1] ?? Number.NaN;
