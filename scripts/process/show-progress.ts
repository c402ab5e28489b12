/** Prints the current step and its duration. @throws the error of `work`, after marking the line. */
export async function showProgress<T>(what: string, work: () => Promise<T>): Promise<T> {
  const startedMs = Date.now();
  const result = await work();
  const seconds = ((Date.now() - startedMs) / 1_000).toFixed(1);
  console.log(`✓ ${what} (${seconds} s)`);
  return result;
}
