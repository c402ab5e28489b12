import type { Backend } from "@/emulators/upstash-redis/backend";
import { checkCommand } from "@/emulators/upstash-redis/check-command";
import { ScriptRunner } from "@/emulators/upstash-redis/lua/script-runner";
import { CommandError, type Reply } from "@/emulators/upstash-redis/reply";
import { Keyspace } from "@/emulators/upstash-redis/store/keyspace";
import { PubSub } from "@/emulators/upstash-redis/store/pub-sub";

/** Starts a store inside this process. Every command is over before the next one starts. */
export async function createMemoryBackend(): Promise<Backend> {
  const context = { keys: new Keyspace(), pubSub: new PubSub() };
  const scripts = await ScriptRunner.create();

  const execute = ([name = "", ...args]: string[]): Reply => checkCommand(name, args).run(context, args);

  const executeReadOnly = ([name = "", ...args]: string[]): Reply => {
    const command = checkCommand(name, args);
    if (command.writes) throw new CommandError("ERR Write commands are not allowed from read-only scripts.");
    return command.run(context, args);
  };

  return {
    kind: "memory",
    execute,
    runScript: (script) =>
      context.keys.withFrozenTime(() => scripts.run(script, script.isReadOnly ? executeReadOnly : execute)),
    executeTogether: async (commands) =>
      commands.map((command) => {
        try {
          return execute(command);
        } catch (error) {
          return error instanceof Error ? error : new Error(String(error));
        }
      }),
    subscribe: async ({ kind, names }, listener) => {
      const stops = names.map((name) =>
        kind === "channel"
          ? context.pubSub.subscribe(name, listener)
          : context.pubSub.subscribePattern(name, listener),
      );
      return () => {
        for (const stop of stops) stop();
      };
    },
    close: async () => {
      context.keys.close();
      scripts.close();
    },
  };
}
