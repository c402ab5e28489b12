import { RequestError } from "@/lib/client/api/market-api";
import { askForProof } from "@/lib/client/api/proof-request";
import { send } from "@/lib/client/api/send";

/**
 * Sends a write that may need a recent proof of who sends it: where it does, the proof is asked for and the write is
 * sent again. Throws `RequestError`, also when the proof was not given.
 */
export async function sendVerified<T = void>(method: string, path: string, body?: unknown): Promise<T> {
  try {
    return await send<T>(method, path, body);
  } catch (error) {
    if (!(error instanceof RequestError) || error.code !== "proof_required") throw error;
    const methods = Array.isArray(error.details?.methods) ? error.details.methods.map(String) : [];
    if (!(await askForProof(methods))) throw error;
    return send<T>(method, path, body);
  }
}
