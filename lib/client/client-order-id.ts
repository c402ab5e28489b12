/** A fresh id for one wish of the trader: it is kept over retries, so that the wish is fulfilled once. */
export function createClientOrderId(): string {
  return crypto.randomUUID();
}
