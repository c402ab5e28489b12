/** Says what is being done and how long it took. @throws whatever `work` throws, after marking the line. */
export async function showProgress<T>(what: string, work: () => Promise<T>): Promise<T> {
  const startedMs = Date.now();
  const result = await work();
  const seconds = ((Date.now() - startedMs) / 1_000).toFixed(1);
  console.log(`✓ ${what} (${seconds} s)`);
  return result;
}
