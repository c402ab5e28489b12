/** Where to go after signing in: `next` when it is a page of our own, the terminal otherwise. */
export function ownPath(next: string | null | undefined): string {
  const isOwn = next?.startsWith("/") && !/^\/[/\\]/.test(next) && !next.startsWith("/api/");
  return isOwn && next ? next : "/terminal/BTCUSDT";
}
