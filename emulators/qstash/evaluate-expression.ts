import { QstashError } from "@/emulators/qstash/qstash-error";

const FUNCTIONS: Record<string, { args: number; run: (...args: number[]) => number }> = {
  pow: { args: 2, run: Math.pow },
  sqrt: { args: 1, run: Math.sqrt },
  abs: { args: 1, run: Math.abs },
  exp: { args: 1, run: Math.exp },
  floor: { args: 1, run: Math.floor },
  ceil: { args: 1, run: Math.ceil },
  round: { args: 1, run: Math.round },
  min: { args: 2, run: Math.min },
  max: { args: 2, run: Math.max },
};

/**
 * Evaluates a retry-delay expression: numbers, `retried`, + - * /, brackets and the functions above.
 * @throws QstashError 400 when it is none
 */
export function evaluateExpression(expression: string, retried: number): number {
  const tokens = expression.match(/\d+(\.\d+)?|[a-z]+|[-+*/(),]|\S/gi) ?? [];
  let at = 0;
  const fail = (): never => {
    throw new QstashError(400, `invalid retry delay expression: ${expression}`);
  };
  const accept = (wanted: string): boolean => {
    if (tokens[at] !== wanted) return false;
    at += 1;
    return true;
  };

  const readSum = (): number => {
    let value = readProduct();
    for (;;) {
      if (accept("+")) value += readProduct();
      else if (accept("-")) value -= readProduct();
      else return value;
    }
  };
  const readProduct = (): number => {
    let value = readFactor();
    for (;;) {
      if (accept("*")) value *= readFactor();
      else if (accept("/")) value /= readFactor();
      else return value;
    }
  };
  const readFactor = (): number => {
    if (accept("-")) return -readFactor();
    if (accept("(")) {
      const value = readSum();
      return accept(")") ? value : fail();
    }
    const token = tokens[at] ?? "";
    at += 1;
    if (/^\d/.test(token)) return Number(token);
    if (token === "retried") return retried;
    const called = FUNCTIONS[token];
    if (!called || !accept("(")) return fail();
    const args = [readSum()];
    while (accept(",")) args.push(readSum());
    if (!accept(")") || args.length !== called.args) return fail();
    return called.run(...args);
  };

  const value = readSum();
  return at === tokens.length ? value : fail();
}
