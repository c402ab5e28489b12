/** Why a row of an imported file is rejected, each with its sentence. */
export const ROW_FAULTS = {
  missing_value: "A value that the row needs is empty.",
  not_a_number: "A value is not a number.",
  out_of_range: "A number is larger than any trade.",
  not_a_time: "The time can't be read, or does not exist.",
  not_positive: "Quantity and price must be above zero.",
  unknown_side: "The side is neither buy nor sell, long nor short.",
  unknown_symbol: "The market's name is empty or longer than 30 characters.",
  side_undecidable: "Entry and exit don't tell whether the trade was long or short.",
  inverse_contract: "The contract is settled in its coin; only those settled in a dollar are imported.",
  exit_without_entry: "The file has the exit of this trade and not its entry.",
  figures_disagree: "The result does not follow from the prices, fees and funding of the row.",
  close_without_opening: "It closes a position whose opening is in no imported file.",
  funding_without_position: "It is funding of a position that is in no imported file.",
} as const satisfies Record<string, string>;
export type RowFaultCode = keyof typeof ROW_FAULTS;

/** Thrown by the readers of rows: the row is rejected, the file goes on. */
export class RowFault extends Error {
  override readonly name = "RowFault";

  constructor(readonly code: RowFaultCode) {
    super(ROW_FAULTS[code]);
  }
}
