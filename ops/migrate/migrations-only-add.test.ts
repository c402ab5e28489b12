import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const FOLDER = join(import.meta.dirname, "../../prisma/migrations");
/** Statements that break a server of the previous version while both run. */
const REMOVES = /\b(DROP\s+(COLUMN|TABLE)|RENAME\s+(COLUMN|TO)|SET\s+NOT\s+NULL|SET\s+DATA\s+TYPE)\b/i;

const migrations = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());

it.each(migrations.map(({ name }) => name))(
  "fault 21: %s takes nothing away from the version before",
  (name) => {
    expect(readFileSync(join(FOLDER, name, "migration.sql"), "utf8")).not.toMatch(REMOVES);
  },
);
