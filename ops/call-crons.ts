import { startCron } from "@/ops/cron/start-cron";

/** Calls the crons of vercel.json outside Vercel: one such process for each deployment. */
const { APP_URL, CRON_SECRET } = process.env;
if (!APP_URL || !CRON_SECRET) throw new Error("APP_URL and CRON_SECRET must be set.");
const runner = startCron({
  vercelJsonPath: "vercel.json",
  baseUrl: APP_URL,
  cronSecret: CRON_SECRET,
  fireAtStart: true,
  onResult: (result) => console.log(JSON.stringify({ event: "cron-called", ...result })),
});
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => void runner.close().then(() => process.exit(0)));
}
