import { LabError } from "@/lib/lab/lab-error";
import type { StrategyClass } from "@/lib/lab/run/create-simulation";
import type { Hyperparameter, HyperparameterValue } from "@/lib/lab/strategy/strategy-runtime";

/** What the page has to show of a text that is not ours. */
const MOST = 50;
const MOST_OPTIONS = 100;
const LONGEST = 100;
const TYPES = ["int", "float", "categorical", "boolean"];

/** The hyperparameters of a strategy as plain and short data. @throws LabError for those of another shape */
export function listParameters({ name, hyperparameters = [] }: StrategyClass): Hyperparameter[] {
  if (!Array.isArray(hyperparameters)) throw new LabError(`The hyperparameters of ${name} must be a list.`);
  return hyperparameters.slice(0, MOST).map(toPlain);
}

function toPlain(given: Partial<Hyperparameter> | null): Hyperparameter {
  const { name, type, min, max, step, options, default: value } = given ?? {};
  if (typeof name !== "string" || type === undefined || !TYPES.includes(type) || !isValue(value)) {
    throw new LabError(`A hyperparameter needs name, default, and type, one of ${TYPES.join(", ")}.`);
  }
  return {
    name: name.slice(0, LONGEST),
    type,
    ...(typeof min === "number" ? { min } : {}),
    ...(typeof max === "number" ? { max } : {}),
    ...(typeof step === "number" ? { step } : {}),
    ...(Array.isArray(options) ? { options: options.slice(0, MOST_OPTIONS).filter(isOption).map(clip) } : {}),
    default: clip(value),
  };
}

function isOption(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

function isValue(value: unknown): value is HyperparameterValue {
  return isOption(value) || typeof value === "boolean";
}

function clip<T extends HyperparameterValue>(value: T): T {
  return typeof value === "string" ? (value.slice(0, LONGEST) as T) : value;
}
