import type { Hyperparameter, HyperparameterValue } from "@/lib/lab/strategy/strategy-runtime";

/** Values of the hyperparameters, by name. */
export type TrialValues = Readonly<Record<string, HyperparameterValue>>;

/** A float without a step is tried at so many places of its range. */
const PLACES = 20;

/**
 * Values to try: all combinations where there are at most `count`, else `count` different ones, each value
 * uniformly at random as in jesse's search. A parameter without a range keeps its default.
 */
export function chooseTrials(
  parameters: readonly Hyperparameter[],
  options: { count: number; random: () => number },
): TrialValues[] {
  const choices = parameters.map((parameter) => [parameter.name, listChoices(parameter)] as const);
  const all = choices.reduce((product, [, values]) => product * values.length, 1);
  if (all <= options.count) return Array.from({ length: all }, (_, index) => pickByIndex(choices, index));
  const chosen = new Map<string, TrialValues>();
  while (chosen.size < options.count) {
    const values = pickByIndex(choices, Math.floor(options.random() * all));
    chosen.set(JSON.stringify(values), values);
  }
  return [...chosen.values()];
}

/** The values that a parameter may take, ascending where they are numbers. */
export function listChoices(parameter: Hyperparameter): readonly HyperparameterValue[] {
  const { type, min, max, options } = parameter;
  if (type === "boolean") return [false, true];
  if (type === "categorical") return options ?? [parameter.default];
  if (min === undefined || max === undefined || !(max > min)) return [parameter.default];
  const step = parameter.step ?? (type === "int" ? 1 : (max - min) / PLACES);
  const count = Math.floor((max - min) / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, index) => Number((min + index * step).toPrecision(12)));
}

/** One of all combinations: the first parameter varies slowest. */
function pickByIndex(
  choices: readonly (readonly [name: string, values: readonly HyperparameterValue[]])[],
  index: number,
): TrialValues {
  let rest = index;
  const picked: [string, HyperparameterValue][] = [];
  for (const [name, values] of [...choices].reverse()) {
    picked.unshift([name, values[rest % values.length] as HyperparameterValue]);
    rest = Math.floor(rest / values.length);
  }
  return Object.fromEntries(picked);
}
