import type { Hyperparameter, HyperparameterValue } from "@/lib/lab/strategy/strategy-runtime";

/** Values of the hyperparameters, by name. */
export type TrialValues = Readonly<Record<string, HyperparameterValue>>;

/** A float without a step is tried at so many places of its range. */
const PLACES = 20;
/** A range of more steps is tried at every second one, third one and so on. */
const MOST_CHOICES = 1_000;
/** Values of few distinct combinations may never be as many as wanted. */
const ATTEMPTS = 20;

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
  for (let attempt = 0; chosen.size < options.count && attempt < options.count * ATTEMPTS; attempt += 1) {
    const values = pickAtRandom(choices, options.random);
    chosen.set(JSON.stringify(values), values);
  }
  return [...chosen.values()];
}

/** The values that a parameter may take, ascending where they are numbers. */
export function listChoices(parameter: Hyperparameter): readonly HyperparameterValue[] {
  const { type, min, max, options } = parameter;
  if (type === "boolean") return [false, true];
  if (type === "categorical") return options?.length ? [...new Set(options)] : [parameter.default];
  if (min === undefined || max === undefined || !(max > min && Number.isFinite(max - min))) {
    return [parameter.default];
  }
  const given = parameter.step ?? 0;
  const step = given > 0 ? given : type === "int" ? 1 : (max - min) / PLACES;
  const steps = Math.floor((max - min) / step + 1e-9);
  const stride = step * Math.max(1, Math.ceil((steps + 1) / MOST_CHOICES));
  const count = Math.floor((max - min) / stride + 1e-9) + 1;
  return Array.from({ length: count }, (_, index) => Number((min + index * stride).toPrecision(12)));
}

function pickAtRandom(
  choices: readonly (readonly [name: string, values: readonly HyperparameterValue[]])[],
  random: () => number,
): TrialValues {
  return Object.fromEntries(
    choices.map(([name, values]) => [
      name,
      values[Math.floor(random() * values.length)] as HyperparameterValue,
    ]),
  );
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
