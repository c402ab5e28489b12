import { createHash } from "node:crypto";
import { CommandError } from "@/emulators/upstash-redis/reply";

const SHEBANG = /^#!([^\n]*)/;
/** `allow-key-locking` is Upstash's own; a stock Redis rejects it. */
const KNOWN_FLAGS = new Set([
  "no-writes",
  "allow-oom",
  "allow-stale",
  "no-cluster",
  "allow-cross-slot-keys",
  "allow-key-locking",
]);

/** Known scripts, by the SHA-1 of their whole text, shebang line included. */
export class ScriptCatalog {
  readonly #texts = new Map<string, string>();

  /** Stores a script and returns its hash. */
  add(text: string): string {
    const hash = createHash("sha1").update(text, "latin1").digest("hex");
    this.#texts.set(hash, text);
    return hash;
  }

  /** True when the script of that hash is known. */
  has(hash: string): boolean {
    return this.#texts.has(hash.toLowerCase());
  }

  /** The script of a hash. @throws CommandError NOSCRIPT */
  get(hash: string): string {
    const text = this.#texts.get(hash.toLowerCase());
    if (text === undefined) throw new CommandError("NOSCRIPT No matching script. Please use EVAL.");
    return text;
  }

  /** Removes all scripts. */
  clear(): void {
    this.#texts.clear();
  }
}

/**
 * What a stock Redis can run of a script: all but its `#!lua flags=…` line, whose place is kept so that
 * line numbers in errors stay right. @throws CommandError for another engine or an unknown flag
 */
export function stripShebang(text: string): string {
  const shebang = SHEBANG.exec(text);
  if (!shebang) return text;
  const [engine, ...options] = (shebang[1] ?? "").trim().split(/\s+/);
  if (engine !== "lua") throw new CommandError(`ERR Unexpected engine in script shebang: ${engine}`);
  for (const option of options) {
    if (!option.startsWith("flags=")) {
      throw new CommandError(`ERR Unknown lua shebang option: ${option}`);
    }
    for (const flag of option.slice("flags=".length).split(",")) {
      if (flag && !KNOWN_FLAGS.has(flag)) {
        throw new CommandError(`ERR Unexpected flag in script shebang: ${flag}`);
      }
    }
  }
  return text.slice(shebang[0].length);
}
