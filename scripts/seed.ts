import { generateClient, runToEnd } from "@/scripts/launch/build-product";
import { createShutdown } from "@/scripts/launch/shutdown";

/** `npm run db:seed -- --scenario market|demo`: seeds the database of DATABASE_URL. */
const shutdown = createShutdown();
const seed = [
  "--conditions=react-server",
  "--import",
  "tsx",
  "prisma/seed/seed.ts",
  ...process.argv.slice(2),
];
try {
  await generateClient();
  await runToEnd("Seeding", seed);
  await shutdown.exit(0);
} catch (error) {
  if (!shutdown.isStopping()) console.error(`✗ ${error instanceof Error ? error.message : error}`);
  await shutdown.exit(1);
}
