import type { TestProject } from "vitest/node";
import { buildProduct, generateClient } from "@/scripts/product/build-product";
import { startProduct } from "@/tests/support/start-product";

declare module "vitest" {
  // Only an interface can be added to.
  // biome-ignore lint/style/useConsistentTypeDefinitions: vitest declares an interface
  export interface ProvidedContext {
    /** The product's URL of this run, and its server's environment. */
    product: { baseUrl: string; env: Record<string, string> };
  }
}

/** Builds the product unless it is built, and starts it once for all browser tests. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await generateClient();
  await buildProduct();
  // Pages redraw with each publication: at the default of ten a second an open desk takes half a core.
  const { baseUrl, env, close } = await startProduct({ env: { PUBLISH_INTERVAL_MS: "250" } });
  project.provide("product", { baseUrl, env });
  return close;
}
