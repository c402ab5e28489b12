import type { TestProject } from "vitest/node";
import { buildProduct, generateClient } from "@/scripts/launch/build-product";
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
  const { baseUrl, env, close } = await startProduct();
  project.provide("product", { baseUrl, env });
  return close;
}
