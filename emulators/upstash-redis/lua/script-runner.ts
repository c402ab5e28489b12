import { createHash } from "node:crypto";
import {
  LUA_GLOBALS,
  LUA_REGISTRY,
  LUA_TYPE,
  type LuaModule,
  loadLuaModule,
  type Pointer,
} from "@/emulators/upstash-redis/lua/lua-module";
import { LuaStack } from "@/emulators/upstash-redis/lua/lua-stack";
import { PRELUDE } from "@/emulators/upstash-redis/lua/prelude";
import { CommandError, type Reply } from "@/emulators/upstash-redis/reply";

/** Runs a command on behalf of a script. */
type RunCommand = (args: string[]) => Reply;

/** Runs Lua scripts as Redis does: one at a time, in one state, compiled once. All text is binary. */
export class ScriptRunner {
  readonly #lua: LuaModule;
  readonly #stack: LuaStack;
  readonly #compiled = new Map<string, number>();
  #executeCommand: RunCommand = () => null;

  private constructor(lua: LuaModule, state: Pointer) {
    this.#lua = lua;
    this.#stack = new LuaStack(lua, state);
    for (const open of [lua._luaopen_base, lua._luaopen_table, lua._luaopen_string, lua._luaopen_math]) {
      open(state);
    }
    lua._lua_settop(state, 0);
    this.#load(PRELUDE, "prelude");
    this.#pushFunction(() => this.#respondToCommand());
    this.#pushFunction(() => this.#respondToSha1());
    if (lua._lua_pcall(state, 2, 0, 0) !== 0)
      throw new Error(this.#stack.readText(-1) ?? "Lua did not start");
  }

  /** Loads Lua and prepares its state. */
  static async create(): Promise<ScriptRunner> {
    const lua = await loadLuaModule();
    return new ScriptRunner(lua, lua._luaL_newstate());
  }

  /** Runs a script to its end. @throws CommandError for errors it raises or returns */
  run(script: { text: string; keys: string[]; args: string[] }, executeCommand: RunCommand): Reply {
    const { state } = this.#stack;
    this.#executeCommand = executeCommand;
    try {
      this.#setGlobal("KEYS", script.keys);
      this.#setGlobal("ARGV", script.args);
      this.#pushScript(script.text);
      if (this.#lua._lua_pcall(state, 0, 1, 0) !== 0) throw this.#readError();
      return this.#stack.readReply(-1);
    } finally {
      this.#lua._lua_settop(state, 0);
    }
  }

  /** Checks that a script compiles. @throws CommandError */
  compile(text: string): void {
    this.#pushScript(text);
    this.#lua._lua_settop(this.#stack.state, 0);
  }

  /** Frees the state. */
  close(): void {
    this.#lua._lua_close(this.#stack.state);
  }

  #pushScript(text: string): void {
    let reference = this.#compiled.get(text);
    if (reference === undefined) {
      this.#load(text, "user_script");
      reference = this.#lua._luaL_ref(this.#stack.state, LUA_REGISTRY);
      this.#compiled.set(text, reference);
    }
    this.#lua._lua_rawgeti(this.#stack.state, LUA_REGISTRY, reference);
  }

  #load(text: string, name: string): void {
    const { state } = this.#stack;
    const label = `@${name}\0`;
    const at = this.#stack.place(text + label);
    if (this.#lua._luaL_loadbuffer(state, at, text.length, at + text.length) === 0) return;
    const problem = this.#stack.readText(-1);
    this.#lua._lua_settop(state, 0);
    throw new CommandError(`ERR Error compiling script (new function): ${problem}`);
  }

  #setGlobal(name: string, texts: string[]): void {
    this.#stack.pushText(name);
    this.#stack.pushTexts(texts);
    this.#lua._lua_rawset(this.#stack.state, LUA_GLOBALS);
  }

  #pushFunction(run: () => number): void {
    const pointer = this.#lua.addFunction(() => run(), "ii");
    this.#lua._lua_pushcclosure(this.#stack.state, pointer, 0);
  }

  /** Pushes whether the command failed, and its reply. Nothing is thrown through Lua's own frames. */
  #respondToCommand(): number {
    const { state } = this.#stack;
    const count = this.#lua._lua_gettop(state);
    const args: string[] = [];
    for (let index = 1; index <= count; index += 1) {
      const text = this.#stack.readText(index);
      if (text === null) {
        return this.#respondWithFailure("ERR Lua redis lib command arguments must be strings or integers");
      }
      args.push(text);
    }
    if (count === 0) {
      return this.#respondWithFailure("ERR Please specify at least one argument for this redis.call() call");
    }
    try {
      const reply = this.#executeCommand(args);
      this.#lua._lua_pushboolean(state, 0);
      this.#stack.pushReply(reply);
      return 2;
    } catch (error) {
      return this.#respondWithFailure(error instanceof Error ? error.message : String(error));
    }
  }

  #respondWithFailure(message: string): number {
    this.#lua._lua_pushboolean(this.#stack.state, 1);
    this.#stack.pushField("err", message);
    return 2;
  }

  #respondToSha1(): number {
    const text = this.#stack.readText(1) ?? "";
    this.#stack.pushText(createHash("sha1").update(text, "latin1").digest("hex"));
    return 1;
  }

  #readError(): CommandError {
    if (this.#lua._lua_type(this.#stack.state, -1) === LUA_TYPE.table) {
      return new CommandError(this.#stack.readField(-1, "err") ?? "ERR unknown error");
    }
    return new CommandError(`ERR ${this.#stack.readText(-1) ?? "unknown error"}`);
  }
}
