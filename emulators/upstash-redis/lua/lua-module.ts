import { Lua } from "wasmoon-lua5.1";

/** Address of a Lua state, or of anything else, in the module's memory. */
export type Pointer = number;

/** Lua's C API as the WebAssembly module exports it; only what scripts need. */
export type LuaModule = {
  HEAPU8: Uint8Array;
  HEAPU32: Uint32Array;
  _malloc: (bytes: number) => Pointer;
  _free: (pointer: Pointer) => void;
  addFunction: (run: (state: Pointer) => number, signature: string) => Pointer;
  _luaL_newstate: () => Pointer;
  _luaL_loadbuffer: (state: Pointer, text: Pointer, length: number, name: Pointer) => number;
  _luaL_ref: (state: Pointer, table: number) => number;
  _luaL_unref: (state: Pointer, table: number, reference: number) => void;
  _luaopen_base: (state: Pointer) => number;
  _luaopen_table: (state: Pointer) => number;
  _luaopen_string: (state: Pointer) => number;
  _luaopen_math: (state: Pointer) => number;
  _lua_close: (state: Pointer) => void;
  _lua_createtable: (state: Pointer, items: number, fields: number) => void;
  _lua_gettop: (state: Pointer) => number;
  _lua_settop: (state: Pointer, top: number) => void;
  _lua_type: (state: Pointer, index: number) => number;
  _lua_toboolean: (state: Pointer, index: number) => number;
  _lua_tonumber: (state: Pointer, index: number) => number;
  _lua_tolstring: (state: Pointer, index: number, length: Pointer) => Pointer;
  _lua_pushnil: (state: Pointer) => void;
  _lua_pushboolean: (state: Pointer, value: number) => void;
  _lua_pushnumber: (state: Pointer, value: number) => void;
  _lua_pushlstring: (state: Pointer, text: Pointer, length: number) => void;
  _lua_pushvalue: (state: Pointer, index: number) => void;
  _lua_pushcclosure: (state: Pointer, run: Pointer, upvalues: number) => void;
  _lua_rawget: (state: Pointer, index: number) => void;
  _lua_rawgeti: (state: Pointer, index: number, at: number) => void;
  _lua_rawset: (state: Pointer, index: number) => void;
  _lua_rawseti: (state: Pointer, index: number, at: number) => void;
  _lua_next: (state: Pointer, index: number) => number;
  _lua_checkstack: (state: Pointer, more: number) => number;
  _lua_pcall: (state: Pointer, args: number, results: number, handler: number) => number;
};

export const LUA_REGISTRY = -10000;
export const LUA_GLOBALS = -10002;

/** Numbers of Lua's types. */
export const LUA_TYPE = { nil: 0, boolean: 1, number: 3, string: 4, table: 5 } as const;

/** Loads real Lua 5.1, the version inside Redis, as WebAssembly. */
export async function loadLuaModule(): Promise<LuaModule> {
  const lua = await Lua.create();
  // The package's own bindings go through UTF-16 text and would break bytes, so only its module is used.
  return lua.luaApi.module as unknown as LuaModule;
}
