/**
 * Calls back at an instant of `Date.now()`, ms. A timer can fire up to a millisecond before `Date` reaches the instant
 * (and long before after the device's clock was set back): then it waits again. Returns what cancels it.
 */
export function callAt(atMs: number, callback: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = () => {
    timer = setTimeout(() => (Date.now() < atMs ? wait() : callback()), Math.max(0, atMs - Date.now()));
  };
  wait();
  return () => clearTimeout(timer);
}
