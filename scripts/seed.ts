import { generateClient, runToEnd } from "@/scripts/launch/build-product";
import { createShutdown } from "@/scripts/launch/shutdown";

/** `npm run db:seed -- --scenario market|demo`: seeds the database of DATABASE_URL. */
const shutdown = createShutdown((reason) => console.log(`\n… ${reason}`));
const seed = [
  "--conditions=react-server",
  "--import",
  "tsx",
  "prisma/seed/seed.ts",
  ...process.argv.slice(2),
];
try {
  await generateClient(shutdown);
  await runToEnd("Seeding", seed, { shutdown });
  await shutdown.exit(0);
} catch (error) {
  console.error(`✗ ${error instanceof Error ? error.message : error}`);
  await shutdown.exit(1);
}
