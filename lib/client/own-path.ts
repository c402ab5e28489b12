/** A path on our own site; browsers take a backslash for a slash and drop tabs and line ends out of an address. */
const OWN = /^\/(?!\/|api\/)[^\\\s]*$/;

/** Where to go after signing in: `next` when it is a page of our own, the terminal otherwise. */
export function ownPath(next: string | null | undefined): string {
  return next && OWN.test(next) ? next : "/terminal/BTCUSDT";
}

/** The address of the page at `path`, which goes on to `next` afterwards where that is asked for. */
export function withNext(path: string, next: string | undefined): string {
  return next === undefined ? path : `${path}?${new URLSearchParams({ next: ownPath(next) })}`;
}
