import { CommandError } from "@/emulators/upstash-redis/reply";
import type { Command } from "@/emulators/upstash-redis/store/command";
import { COMMANDS } from "@/emulators/upstash-redis/store/commands";

/** Commands that Redis has and Upstash doesn't offer over REST. */
const UNAVAILABLE = new Set(
  (
    "subscribe psubscribe ssubscribe unsubscribe punsubscribe watch unwatch multi exec discard blpop brpop " +
    "brpoplpush blmove blmpop bzpopmin bzpopmax bzmpop wait config debug shutdown client monitor select " +
    "save bgsave bgrewriteaof slaveof replicaof cluster migrate acl module latency memory slowlog swapdb"
  ).split(" "),
);

/** Finds a command and checks the number of its arguments. @throws CommandError */
export function checkCommand(name: string, args: string[]): Command {
  const lowered = name.toLowerCase();
  const command = COMMANDS[lowered];
  if (!command) throw createUnknownError(lowered, args);
  if (args.length < command.min || (command.max !== undefined && args.length > command.max)) {
    throw new CommandError(`ERR wrong number of arguments for '${lowered}' command`);
  }
  return command;
}

function createUnknownError(name: string, args: string[]): CommandError {
  if (UNAVAILABLE.has(name)) {
    return new CommandError(
      `ERR Command is not available: '${name.toUpperCase()}'. See https://upstash.com/docs/redis/overall/compatibility`,
    );
  }
  const shown = args.slice(0, 20).map((arg) => `'${arg.slice(0, 128)}' `);
  return new CommandError(`ERR unknown command '${name}', with args beginning with: ${shown.join("")}`);
}
