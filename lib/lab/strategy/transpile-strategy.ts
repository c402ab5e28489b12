import { transform } from "sucrase";
import { LabError } from "@/lib/lab/lab-error";

/**
 * The JavaScript of a strategy's TypeScript: types removed, lines kept, imports and exports as CommonJS.
 * @throws LabError with the line of a syntax error
 */
export function transpileStrategy(text: string): string {
  try {
    return transform(text, { transforms: ["typescript", "imports"], production: true }).code;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError(`The strategy can't be read: ${reason.replace(/^Error transforming[^:]*: /, "")}.`);
  }
}
