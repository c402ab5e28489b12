/**
 * Equity of each traded minute, quote currency: its bounds and its end. `start` is that before the
 * first one; `state`: 1 with a position, 2 if one was opened.
 */
export type EquityTrack = {
  start: number;
  low: Float64Array;
  high: Float64Array;
  close: Float64Array;
  state: Uint8Array;
};
