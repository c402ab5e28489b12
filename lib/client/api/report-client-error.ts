/** Reports after the limit for one page add no information. */
const MOST = 10;

let count = 0;
let reporter: Promise<(error: unknown) => void> | null = null;

/** Reports an exception of this page through our own server, which adds the page's user. */
export function reportClientError(error: unknown): void {
  if (error === null || error === undefined || count >= MOST) return;
  count += 1;
  reporter ??= startReporter();
  reporter.then((report) => report(error)).catch(() => {});
}

async function startReporter(): Promise<(error: unknown) => void> {
  const { captureException, init } = await import("@sentry/nextjs");
  init({
    // Only the format matters: the server forwards the report to its configured project.
    dsn: "https://browser@monitoring.invalid/1",
    tunnel: "/api/monitoring",
    defaultIntegrations: false,
    sendClientReports: false,
  });
  return (error) => {
    captureException(error, { tags: { route: window.location.pathname } });
  };
}
