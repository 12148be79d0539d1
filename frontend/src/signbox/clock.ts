/** The server's time: its instant when the page was made plus what has passed since, whatever the computer's clock says. */
export type Clock = () => number;

/** `now` is the server's instant in ISO 8601; `elapsed` gives milliseconds from any fixed start. */
export function serverClock(now: string, elapsed: () => number = () => performance.now()): Clock {
  const start = Date.parse(now);
  if (Number.isNaN(start)) throw new Error("data-now is not an instant");
  const from = elapsed();
  return () => start + elapsed() - from;
}
