/** `npx tsx lib/verify.ts FILE`: recomputes a downloaded statement with the core alone, without server or network. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { readStatement } from "@/lib/core/proof/statement";
import { verifyStatement } from "@/lib/core/proof/verify-statement";

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error("Name the statement to verify: npx tsx lib/verify.ts FILE");
  process.exit(2);
}
try {
  const statement = readStatement(await readFile(file, "utf8"));
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const verdict = await verifyStatement(statement, sha256);
  if (verdict.ok) {
    const { events, fills, verdicts, balance } = verdict;
    console.log(`OK: ${events} events, ${fills} fills, ${verdicts} verdicts; balance ${balance}.`);
  } else {
    console.error(`Event ${verdict.seq} does not hold: ${verdict.why}.`);
    process.exit(1);
  }
} catch (error) {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT") console.error(`There is no file ${file}.`);
  else if (code !== null) console.error(`${file} can't be read as a file (${code}).`);
  else if (error instanceof SyntaxError) console.error(error.message);
  else throw error;
  process.exit(2);
}
