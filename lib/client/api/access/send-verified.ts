import { askForProof } from "@/lib/client/api/access/proof-request";
import { RequestError } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";

/**
 * Sends a write that may require a recent proof of identity: if it does, asks for the proof and sends the
 * write again. Throws `RequestError`, also when no proof was given.
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
