/** What runs a text in the sandbox, with the transpiler: not among the page's first scripts. */
export async function importSandbox() {
  const [{ runInSandbox }, { keepSpareSandbox }] = await Promise.all([
    import("@/lib/client/lab/run-in-sandbox"),
    import("@/lib/client/lab/open-sandbox"),
  ]);
  return { runInSandbox, keepSpareSandbox };
}
