import { LaunchError } from "@/ops/launch-error";
import { migrateDatabase } from "@/ops/migrate/migrate-database";

/** `npm run db:migrate`: brings the database of DATABASE_URL up to date; for deployments. */
const url = process.env.DATABASE_URL;
if (!url) {
  console.error("DATABASE_URL is not set.");
  process.exit(2);
}
try {
  const applied = await migrateDatabase(url);
  console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The database is up to date.");
  process.exit();
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  console.error(`✗ ${error.message}`);
  process.exit(1);
}
