import { max, median, min } from 'simple-statistics';

/**
 * Measures every subject once per round, each round beginning with another one, so that what the machine does meanwhile
 * hits all of them alike. The results by subject, one per round, in order.
 */
export async function interleave(subjects, rounds, measure) {
  const results = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  const names = Object.keys(subjects);
  for (let round = 0; round < rounds; round++) {
    const start = round % names.length;
    for (const name of [...names.slice(start), ...names.slice(0, start)]) {
      results[name].push(await measure(subjects[name], { name, round }));
    }
  }
  return results;
}

/** The median of a figure over the rounds; null when a round has none. */
export function medianOf(rounds, figure) {
  const values = rounds.map((round) => round[figure]);
  return values.includes(null) ? null : median(values);
}

/** How a figure compares with another subject's of the same round: median, smallest and largest ratio. */
export function ratioOf(rounds, others, figure) {
  const ratios = rounds.map((round, index) => round[figure] / others[index][figure]);
  return { median: median(ratios), min: min(ratios), max: max(ratios) };
}
