import type { CommandTable } from "@/emulators/upstash-redis/store/command";
import { HASH_COMMANDS } from "@/emulators/upstash-redis/store/hash-commands";
import { KEY_COMMANDS } from "@/emulators/upstash-redis/store/key-commands";
import { LIST_COMMANDS } from "@/emulators/upstash-redis/store/list-commands";
import { SERVER_COMMANDS } from "@/emulators/upstash-redis/store/server-commands";
import { SET_COMMANDS } from "@/emulators/upstash-redis/store/set-commands";
import { SORTED_SET_COMMANDS } from "@/emulators/upstash-redis/store/sorted-set-commands";
import { STRING_COMMANDS } from "@/emulators/upstash-redis/store/string-commands";

/** All commands of the emulator, except the script commands. */
export const COMMANDS: CommandTable = Object.assign(
  Object.create(null),
  KEY_COMMANDS,
  STRING_COMMANDS,
  HASH_COMMANDS,
  SET_COMMANDS,
  SORTED_SET_COMMANDS,
  LIST_COMMANDS,
  SERVER_COMMANDS,
);
