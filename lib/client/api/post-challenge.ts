import { requestJson } from "@/lib/client/api/market-api";
import type { StartChallengeBody } from "@/lib/schemas/challenge/challenge";
import type { ChallengeSummary } from "@/lib/schemas/challenge/challenge-responses";

/** Starts a challenge; a retry of the same request returns the same challenge. Throws `RequestError`. */
export function postChallenge(body: StartChallengeBody): Promise<ChallengeSummary> {
  return requestJson<ChallengeSummary>("/api/challenges", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}
