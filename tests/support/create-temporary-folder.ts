import { chmod, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder that others may enter: as root, PostgreSQL runs as another user and has its data in it. */
export async function createTemporaryFolder(purpose: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `terminal-zero-${purpose}-`));
  await chmod(folder, 0o711);
  return folder;
}
