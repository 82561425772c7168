/** A request id in AWS's form (a UUID's), drawn from `random`, which gives numbers in [0, 1). */
export function requestId(random: () => number): string {
  const digits = (count: number): string =>
    Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join('');
  return [8, 4, 4, 4, 12].map(digits).join('-');
}
