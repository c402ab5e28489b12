import { LabError } from "@/lib/lab/lab-error";
import type { StrategyClass } from "@/lib/lab/run/create-simulation";
import { findHint } from "@/lib/lab/strategy/find-hint";
import { Strategy } from "@/lib/lab/strategy/strategy";
import { ta } from "@/lib/lab/ta/ta";
import { utils } from "@/lib/lab/ta/utils";

/** A strategy's file as a function: what it may name without importing it, and where its exports go. */
export type StrategyModule = (
  exports: Record<string, unknown>,
  require: (name: string) => unknown,
  ...provided: [strategy: typeof Strategy, ta: typeof ta, utils: typeof utils]
) => void;

const ASYNC = Object.getPrototypeOf(async () => {});
/**
 * The strategy classes that a file exports, the default one first. An import of any name gives the classes and
 * helpers that are there without one. @throws LabError when there is none
 */
export function collectStrategies(module: StrategyModule): StrategyClass[] {
  const exports: Record<string, unknown> = {};
  module(exports, provide, Strategy, ta, utils);
  const { default: first, ...rest } = exports;
  const classes = [...new Set([first, ...Object.values(rest)])].filter(isStrategyClass);
  if (classes.length === 0) throw new LabError("The file exports no class that extends Strategy.");
  for (const Class of classes) checkHooks(Class);
  return classes;
}

function provide(name: string) {
  if (name.startsWith(".")) throw new LabError(`A strategy is one file: ${name} can't be imported.`);
  return { Strategy, ta, utils };
}

function isStrategyClass(value: unknown): value is StrategyClass {
  return typeof value === "function" && value.prototype instanceof Strategy;
}

function checkHooks(Class: StrategyClass): void {
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(Class.prototype))) {
    const isAsync = typeof value === "function" && Object.getPrototypeOf(value) === ASYNC;
    if (isAsync && name in Strategy.prototype) throw new LabError(`${name} can't be asynchronous.`);
    const hint = findHint(name);
    if (hint !== null) throw new LabError(`${Class.name} has ${name}. Did you mean ${hint}?`);
  }
}
