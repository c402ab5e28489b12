/** The text around a transpiled strategy that makes it the function of a `StrategyModule`. */
export const MODULE_HEAD = "(function (exports, require, Strategy, ta, utils) {";
export const MODULE_TAIL = "\n})";
