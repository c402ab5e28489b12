/**
 * `npx tsx lib/verify.ts FILE [ANCHORS]`: recomputes a downloaded statement with the core alone. ANCHORS is the public
 * list of daily anchors as a file: the response of `/api/anchors` or `/api/anchors/heads?portfolioId=ID`, or lines of
 * "YYYY-MM-DD root". Without it nothing is called anchored. Exit code 0: the log is consistent; 1: it is not; 2: a file
 * can't be used.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { readPublishedAnchors } from "@/lib/core/proof/published-anchors";
import { resultSentences } from "@/lib/core/proof/result-sentences";
import { readStatement } from "@/lib/core/proof/statement";
import { verifyStatement } from "@/lib/core/proof/verify-statement";

const [file, anchors] = process.argv.slice(2);
if (file === undefined) fail("Name the statement to verify: npx tsx lib/verify.ts FILE [ANCHORS]");
try {
  const statement = readStatement(await readText(file));
  const published = anchors === undefined ? null : readPublishedAnchors(await readText(anchors));
  const result = await verifyStatement(statement, sha256, published);
  const text = resultSentences(result).join("\n");
  if (result.ok) console.log(text);
  else console.error(text);
  process.exitCode = result.ok ? 0 : 1;
} catch (error) {
  fail(error instanceof Error ? error.message : "The file can't be used.");
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    throw new Error(
      code === "ENOENT" ? `There is no file ${path}.` : `${path} can't be read as a file (${code}).`,
    );
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}
