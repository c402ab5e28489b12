import { applyMigrations } from "@/dev/postgres/schema-engine";

/** `npm run db:migrate`: brings the database of DATABASE_URL up to date; for deployments. */
const url = process.env.DATABASE_URL;
if (!url) {
  console.error("DATABASE_URL is not set.");
  process.exit(2);
}
const applied = await applyMigrations(url);
console.log(applied.length > 0 ? `Applied ${applied.join(", ")}.` : "The database is up to date.");
process.exit();
