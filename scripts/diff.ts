import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import getPort from "get-port";
import { startPostgres } from "@/emulators/postgres/start-postgres";
import { diffSchema } from "@/ops/migrate/schema-engine";
import { createTemporaryFolder } from "@/tests/support/create-temporary-folder";

/**
 * `npm run db:diff -- NAME`: writes the migration for the changes of the schema file, to be reviewed and
 * committed.
 */
const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error("Name the migration in lower case, for example: npm run db:diff -- orders");
  process.exit(2);
}
const folderOfServer = await createTemporaryFolder("diff");
const server = await startPostgres({
  dataDir: join(folderOfServer, "postgres"),
  port: await getPort(),
  durable: false,
});
const sql = await diffSchema(server.url).finally(async () => {
  await server.close();
  await rm(folderOfServer, { recursive: true, force: true });
});
if (sql === "") {
  console.log("The newest migration already leads to this schema.");
} else {
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join("prisma", "migrations", `${stamp}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "migration.sql"), sql);
  await copyFile(join("prisma", "schema.prisma"), join("prisma", "migrations", "migrated.prisma"));
  console.log(`Wrote ${folder}. Read it before you commit it.`);
}
process.exit();
