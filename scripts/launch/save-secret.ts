import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";

/** A secret of this machine, created at its first use and stored in `path`, readable by its owner only. */
export async function saveSecret(path: string): Promise<string> {
  const saved = await readFile(path, "utf8").catch(() => "");
  if (saved.length >= 64) return saved;
  const secret = randomBytes(32).toString("hex");
  await writeFile(path, secret, { mode: 0o600 });
  return secret;
}
