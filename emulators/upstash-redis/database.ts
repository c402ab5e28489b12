import type { Backend } from "@/emulators/upstash-redis/backend";
import { checkCommand } from "@/emulators/upstash-redis/check-command";
import { CommandError, createSyntaxError, OK, type Reply } from "@/emulators/upstash-redis/reply";
import { ScriptCatalog, stripShebang } from "@/emulators/upstash-redis/script-catalog";
import { parseInteger } from "@/emulators/upstash-redis/store/command";

const SCRIPT_COMMANDS = new Set(["eval", "evalsha", "eval_ro", "evalsha_ro", "script"]);

/** What Upstash adds to a Redis: read-only callers, its shebang flags, and what it does not offer. */
export class Database {
  readonly #backend: Backend;
  readonly #scripts = new ScriptCatalog();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Runs one command. @throws CommandError */
  async execute(command: string[], caller: { isReadOnly: boolean }): Promise<Reply> {
    const [name = "", ...args] = this.#check(command, caller);
    const lowered = name.toLowerCase();
    if (!SCRIPT_COMMANDS.has(lowered)) return this.#backend.execute(command);
    if (lowered === "script") return this.#manageScripts(args);
    return this.#runScript(lowered, args);
  }

  /**
   * Runs commands with nothing in between, items being errors where a command failed.
   * @throws CommandError EXECABORT when one of them could not even be queued
   */
  async executeTogether(commands: string[][], caller: { isReadOnly: boolean }): Promise<(Reply | Error)[]> {
    try {
      for (const command of commands) this.#check(command, caller);
    } catch (error) {
      const reason = error instanceof Error ? `: ${error.message}` : "";
      throw new CommandError(`EXECABORT Transaction discarded because of previous errors${reason}`);
    }
    const hasScript = commands.some(([name = ""]) => SCRIPT_COMMANDS.has(name.toLowerCase()));
    if (!hasScript) return this.#backend.executeTogether(commands);
    const results: (Reply | Error)[] = [];
    for (const command of commands) {
      results.push(await this.execute(command, caller).catch((error: Error) => error));
    }
    return results;
  }

  #check(command: string[], caller: { isReadOnly: boolean }): string[] {
    const [name = "", ...args] = command;
    if (name === "") throw new CommandError("ERR empty command");
    const lowered = name.toLowerCase();
    const writes = SCRIPT_COMMANDS.has(lowered)
      ? !lowered.endsWith("_ro")
      : checkCommand(name, args).writes || lowered === "keys";
    if (writes && caller.isReadOnly) {
      throw new CommandError(
        `NOPERM this user has no permissions to run the '${lowered}' command or its subcommand`,
      );
    }
    return command;
  }

  #runScript(name: string, [given = "", numKeys, ...rest]: string[]): Promise<Reply> | Reply {
    if (numKeys === undefined) throw new CommandError(`ERR wrong number of arguments for '${name}' command`);
    const text = name.startsWith("evalsha") ? this.#scripts.get(given) : given;
    const count = parseInteger(numKeys);
    if (count < 0) throw new CommandError("ERR Number of keys can't be negative");
    if (count > rest.length) {
      throw new CommandError("ERR Number of keys can't be greater than number of args");
    }
    const stripped = stripShebang(text);
    this.#scripts.add(text);
    return this.#backend.runScript({
      text: stripped,
      keys: rest.slice(0, count),
      args: rest.slice(count),
      isReadOnly: name.endsWith("_ro"),
    });
  }

  #manageScripts([what = "", ...rest]: string[]): Reply {
    switch (what.toLowerCase()) {
      case "load":
        stripShebang(rest[0] ?? "");
        return this.#scripts.add(rest[0] ?? "");
      case "exists":
        return rest.map((hash) => (this.#scripts.has(hash) ? 1 : 0));
      case "flush":
        this.#scripts.clear();
        return OK;
      default:
        throw createSyntaxError();
    }
  }
}
