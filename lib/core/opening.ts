/**
 * Balance in USDT with which a portfolio begins unless its trader or its product names another: practice, the trial, free
 * challenges, imports. Profit in money is ranked only among portfolios that began with it.
 */
export const STANDARD_OPENING = "10000";

/** Leverage of a new portfolio's symbols until the trader changes it; a challenge's rules may allow less. */
export const FIRST_LEVERAGE = "10";
