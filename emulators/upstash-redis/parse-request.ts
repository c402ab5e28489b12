import { CommandError, toBinary } from "@/emulators/upstash-redis/reply";

/** Reads one command from JSON: a list of texts, numbers and booleans. @throws CommandError */
export function parseCommand(given: unknown): string[] {
  if (!Array.isArray(given)) throw new CommandError("ERR failed to parse command");
  if (given.length === 0) throw new CommandError("ERR empty command");
  return given.map((part: unknown) => {
    if (typeof part === "string") return toBinary(part);
    if (typeof part === "number" || typeof part === "boolean") return String(part);
    throw new CommandError("ERR failed to parse command");
  });
}

/** Reads the list of commands of a pipeline or transaction. @throws CommandError */
export function parseCommands(body: string): string[][] {
  const given = parseJson(body);
  if (!Array.isArray(given)) throw new CommandError("ERR failed to parse pipeline request");
  if (given.length === 0) throw new CommandError("ERR empty pipeline request");
  return given.map(parseCommand);
}

/** Reads JSON. @throws CommandError */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new CommandError(
      `ERR failed to parse request body: ${error instanceof Error ? error.message : ""}`,
    );
  }
}

/**
 * Reads the command of the path form, `/set/key/value?EX=10`: a body is appended as the last argument, and
 * query parameters follow, `_token` excepted. @throws CommandError
 */
export function parsePathCommand(request: { path: string; query: string; body: Buffer }): string[] {
  const command = splitPath(request.path);
  if (request.body.length > 0) command.push(request.body.toString("latin1"));
  for (const [name, value] of new URLSearchParams(request.query)) {
    if (name === "_token") continue;
    command.push(toBinary(name));
    if (value !== "") command.push(toBinary(value));
  }
  return command;
}

/** The decoded segments of a path. @throws CommandError when the escaping is broken */
export function splitPath(path: string): string[] {
  try {
    return path
      .split("/")
      .slice(1)
      .map((segment) => toBinary(decodeURIComponent(segment)));
  } catch {
    throw new CommandError("ERR failed to parse the path");
  }
}
