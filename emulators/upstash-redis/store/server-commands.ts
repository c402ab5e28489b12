import { type Reply, StatusReply } from "@/emulators/upstash-redis/reply";
import type { CommandTable } from "@/emulators/upstash-redis/store/command";
import { compileGlob } from "@/emulators/upstash-redis/store/compile-glob";

/** Commands about the server and about messages. */
export const SERVER_COMMANDS: CommandTable = {
  ping: { writes: false, min: 0, max: 1, run: (_, [text]) => text ?? new StatusReply("PONG") },
  echo: { writes: false, min: 1, max: 1, run: (_, [text = ""]) => text },
  time: {
    writes: false,
    min: 0,
    max: 0,
    run: ({ keys }) => [String(Math.floor(keys.nowMs() / 1_000)), String((keys.nowMs() % 1_000) * 1_000)],
  },
  publish: {
    writes: true,
    min: 2,
    max: 2,
    run: ({ pubSub }, [channel = "", text = ""]) => pubSub.publish(channel, text),
  },
  pubsub: {
    writes: false,
    min: 1,
    run: ({ pubSub }, [what = "", ...rest]): Reply => {
      switch (what.toLowerCase()) {
        case "channels": {
          const matches = compileGlob(rest[0] ?? "*");
          return pubSub.channels().filter((channel) => matches.test(channel));
        }
        case "numsub":
          return rest.flatMap((channel) => [channel, pubSub.countSubscribers(channel)]);
        default:
          return pubSub.countPatterns();
      }
    },
  },
};
