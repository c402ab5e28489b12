import { existsSync, readFileSync } from "node:fs";
import { defineConfig } from "prisma/config";

/** Of the demo's own database, while it runs: `npm run db:studio`, `npx prisma migrate status`. */
const DEMO_URL = ".data/database-url";

/** For the Prisma command alone; the product reads DATABASE_URL itself. */
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? readDemoUrl() },
});

function readDemoUrl(): string {
  return existsSync(DEMO_URL) ? readFileSync(DEMO_URL, "utf8").trim() : "";
}
