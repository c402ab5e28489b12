import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** A secret of this machine's own, made at the first use and kept in `path` for its owner's eyes only. */
export async function saveSecret(path: string): Promise<string> {
  const kept = await readFile(path, "utf8").catch(() => "");
  if (kept.length >= 64) return kept;
  const secret = randomBytes(32).toString("hex");
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, secret, { mode: 0o600 });
  return secret;
}
