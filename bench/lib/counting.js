/** Requests of these rounds that got another status than this, or no answer at all. */
export const countWrong = (rounds, status) =>
  rounds.reduce((sum, { answers, statuses, errors }) => sum + answers - (statuses[status] ?? 0) + errors, 0);
