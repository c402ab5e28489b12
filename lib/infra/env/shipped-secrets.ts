/**
 * Every secret published in this repository, and the signing keys that QStash's own development server
 * prints: anyone could sign with them. A test compares the list with the files.
 */
export const SHIPPED_SECRETS: ReadonlySet<string> = new Set([
  "terminal-local",
  "local-redis-token",
  "local-qstash-token",
  "sig_local_current_key",
  "sig_local_next_key_",
  "local-cron-secret-0000",
  "local-session-secret-0000-0000-0000",
  "sig_none_current_key",
  "sig_none_next_key",
  "fixture-cron-secret",
  "fixture-secret-of-sessions-0123456789",
  "bench-cron-secret",
  "bench-secret-of-sessions-0123456789",
  "soak-metrics-token-0123456789",
  "0123456789abcdef",
  "0123456789abcdef0123456789abcdef",
  "sig_0123456789abcdef",
  "sig_fedcba9876543210",
  "sig_current_0123456789",
  "sig_next_0123456789",
  "sk_test_fixture_0123456789",
  "sk_live_0123456789abcdef",
  "sk_test_0123456789",
  "sig_7kYjw48mhY7kAjqNGcy6cr29RJ6r",
  "sig_5ZB6DVzB1wjE8S6rZ7eenA8Pdnhs",
]);
