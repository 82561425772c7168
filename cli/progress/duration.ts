const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Renders milliseconds for people: `850 ms`, `2.1 s`, `1 m 5 s`, `3 h 20 m`. */
export function formatDuration(ms: number): string {
  if (ms < second) return `${Math.max(0, Math.round(ms))} ms`;
  // 59.96 s would round to the 60.0 s that nobody writes.
  if (ms < minute - 50) return `${(ms / second).toFixed(1)} s`;
  const whole = Math.round(ms / second) * second;
  if (whole < hour) return pair(whole, minute, 'm', second, 's');
  return pair(Math.round(ms / minute) * minute, hour, 'h', minute, 'm');
}

function pair(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  return `${Math.floor(ms / large)} ${largeName} ${(ms % large) / small} ${smallName}`;
}
