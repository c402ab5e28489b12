/** A URL without a host: browsers treat a backslash as a slash and remove tabs and line ends from a URL. */
const OWN = /^\/(?!\/)[^\\\s]*$/;
/** Any host will do: only paths are resolved against it. */
const SITE = "https://site.invalid";

/**
 * Where to go after signing in: `next` when it is a page of our own, the terminal otherwise. Evaluated as a
 * browser resolves it: `/.//host` has the path `//host`, which names a host where it is used as a URL again.
 */
export function sameOriginPath(next: string | null | undefined): string {
  const isOwn = next && OWN.test(next) && URL.canParse(next, SITE);
  return isOwn && !/^\/(\/|api(\/|$))/i.test(new URL(next, SITE).pathname) ? next : "/terminal/BTCUSDT";
}

/** The URL of the page at `path`, with `next` as the page that follows, if given. */
export function withNext(path: string, next: string | undefined): string {
  return next === undefined ? path : `${path}?${new URLSearchParams({ next: sameOriginPath(next) })}`;
}
