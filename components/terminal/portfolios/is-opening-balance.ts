/** Whether text is a valid opening balance: whole quote currency from 100 to 1,000,000. */
export function isOpeningBalance(text: string): boolean {
  return /^\d{3,7}$/.test(text) && Number(text) >= 100 && Number(text) <= 1_000_000;
}
