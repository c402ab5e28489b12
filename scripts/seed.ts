import { runScript } from "@/scripts/process/run-script";
import { generateClient } from "@/scripts/product/build-product";
import { seedDatabase } from "@/scripts/product/seed-database";

/** `npm run db:seed -- --scenario market|demo`: seeds the database of DATABASE_URL. */
await runScript(async () => {
  await generateClient();
  await seedDatabase(process.argv.slice(2));
});
