/** What breaks more often than this in one page says nothing new. */
const MOST = 10;

let count = 0;
let reporter: Promise<(error: unknown) => void> | null = null;

/** Reports an exception of this page, by way of our own server, which knows whose page it was. */
export function reportClientError(error: unknown): void {
  if (error === null || error === undefined || count >= MOST) return;
  count += 1;
  reporter ??= startReporter();
  reporter.then((report) => report(error)).catch(() => {});
}

async function startReporter(): Promise<(error: unknown) => void> {
  const { captureException, init } = await import("@sentry/nextjs");
  init({
    // Only its form matters: the server sends what comes to the project that it is configured for.
    dsn: "https://browser@monitoring.invalid/1",
    tunnel: "/api/monitoring",
    defaultIntegrations: false,
    sendClientReports: false,
  });
  return (error) => {
    captureException(error, { tags: { route: window.location.pathname } });
  };
}
