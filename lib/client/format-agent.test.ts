import { expect, it } from "vitest";
import { formatAgent } from "@/lib/client/format-agent";
import { translate } from "@/tests/support/text";

it.each([
  ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/147.0.0.0 Safari/537.36", "Chrome on Linux"],
  ["Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/147 Safari/537.36 Edg/147", "Edge on Windows"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19 Safari/604.1", "Safari on iPhone"],
  ["curl/8.5.0", "Unknown device"],
])("%s is %s", (agent, words) => {
  expect(formatAgent(agent, translate("account.settings.sessions"))).toBe(words);
});
