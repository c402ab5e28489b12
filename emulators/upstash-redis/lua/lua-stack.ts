import { LUA_TYPE, type LuaModule, type Pointer } from "@/emulators/upstash-redis/lua/lua-module";
import { CommandError, type Reply, StatusReply } from "@/emulators/upstash-redis/reply";

const FIRST_SCRATCH_BYTES = 64 * 1_024;

/** Moves values between JavaScript and the stack of a Lua state, byte for byte. */
export class LuaStack {
  readonly #lua: LuaModule;
  readonly state: Pointer;
  readonly #lengthAt: Pointer;
  #scratchAt: Pointer;
  #scratchBytes = FIRST_SCRATCH_BYTES;
  #view: Buffer = Buffer.alloc(0);

  constructor(lua: LuaModule, state: Pointer) {
    this.#lua = lua;
    this.state = state;
    this.#lengthAt = lua._malloc(4);
    this.#scratchAt = lua._malloc(FIRST_SCRATCH_BYTES);
  }

  /** Copies binary text into the module's memory, valid until the next call. */
  place(text: string): Pointer {
    if (text.length > this.#scratchBytes) {
      this.#lua._free(this.#scratchAt);
      this.#scratchBytes = text.length * 2;
      this.#scratchAt = this.#lua._malloc(this.#scratchBytes);
    }
    this.#memory().write(text, this.#scratchAt, "latin1");
    return this.#scratchAt;
  }

  /** Pushes binary text. */
  pushText(text: string): void {
    this.#lua._lua_pushlstring(this.state, this.place(text), text.length);
  }

  /** Pushes a list of binary texts as a table. */
  pushTexts(texts: string[]): void {
    const { _lua_createtable, _lua_rawseti } = this.#lua;
    _lua_createtable(this.state, texts.length, 0);
    texts.forEach((text, index) => {
      this.pushText(text);
      _lua_rawseti(this.state, -2, index + 1);
    });
  }

  /** Pushes a command's response as Redis passes it to scripts: null is `false`, a status is `{ok=…}`. */
  pushReply(reply: Reply): void {
    if (reply === null) this.#lua._lua_pushboolean(this.state, 0);
    else if (typeof reply === "number") this.#lua._lua_pushnumber(this.state, reply);
    else if (typeof reply === "string") this.pushText(reply);
    else if (reply instanceof StatusReply) this.pushField("ok", reply.status);
    else {
      this.#lua._lua_checkstack(this.state, 4);
      this.#lua._lua_createtable(this.state, reply.length, 0);
      reply.forEach((item, index) => {
        this.pushReply(item);
        this.#lua._lua_rawseti(this.state, -2, index + 1);
      });
    }
  }

  /** Pushes a table with one text field. */
  pushField(name: string, text: string): void {
    this.#lua._lua_createtable(this.state, 0, 1);
    this.pushText(name);
    this.pushText(text);
    this.#lua._lua_rawset(this.state, -3);
  }

  /** The binary text at a place of the stack, or null when it is neither text nor number. */
  readText(index: number): string | null {
    const type = this.#lua._lua_type(this.state, index);
    if (type === LUA_TYPE.number) {
      const value = this.#lua._lua_tonumber(this.state, index);
      if (Number.isSafeInteger(value)) return String(value);
    } else if (type !== LUA_TYPE.string) return null;
    const at = this.#lua._lua_tolstring(this.state, index, this.#lengthAt);
    const length = this.#lua.HEAPU32[this.#lengthAt >>> 2] ?? 0;
    return this.#memory().toString("latin1", at, at + length);
  }

  /** What a script returned, by Redis' rules: fractions are cut, a list ends at its first nil. */
  readReply(index: number): Reply {
    const { _lua_type, _lua_tonumber, _lua_toboolean } = this.#lua;
    switch (_lua_type(this.state, index)) {
      case LUA_TYPE.number:
        return Math.trunc(_lua_tonumber(this.state, index));
      case LUA_TYPE.string:
        return this.readText(index);
      case LUA_TYPE.boolean:
        return _lua_toboolean(this.state, index) ? 1 : null;
      case LUA_TYPE.table:
        return this.#readTable(index);
      default:
        return null;
    }
  }

  /** The text field of a table, or null. */
  readField(index: number, name: string): string | null {
    const table = index < 0 ? this.#lua._lua_gettop(this.state) + index + 1 : index;
    this.pushText(name);
    this.#lua._lua_rawget(this.state, table);
    const text = this.#lua._lua_type(this.state, -1) === LUA_TYPE.string ? this.readText(-1) : null;
    this.#lua._lua_settop(this.state, -2);
    return text;
  }

  #readTable(index: number): Reply {
    const table = index < 0 ? this.#lua._lua_gettop(this.state) + index + 1 : index;
    this.#lua._lua_checkstack(this.state, 4);
    const error = this.readField(table, "err");
    if (error !== null) throw new CommandError(error);
    const status = this.readField(table, "ok");
    if (status !== null) return new StatusReply(status);
    const items: Reply[] = [];
    for (let at = 1; ; at += 1) {
      this.#lua._lua_rawgeti(this.state, table, at);
      const isEnd = this.#lua._lua_type(this.state, -1) === LUA_TYPE.nil;
      if (!isEnd) items.push(this.readReply(-1));
      this.#lua._lua_settop(this.state, -2);
      if (isEnd) return items;
    }
  }

  /** The module's memory moves when it grows, so the view is renewed. */
  #memory(): Buffer {
    const { buffer } = this.#lua.HEAPU8;
    if (this.#view.buffer !== buffer) this.#view = Buffer.from(buffer);
    return this.#view;
  }
}
