-- Spreads the portfolios over the nodes of a Citus cluster, each portfolio whole on one node. Written for
-- Citus 12 on PostgreSQL 16 and not run on it; see docs/operations.md ("Past one database"). Run once, as the
-- owner of the tables, on the coordinator of a migrated database while no server writes.

BEGIN;

-- Triggers on distributed tables call a function that reads nothing: it only rejects changes.
SET LOCAL citus.enable_unsafe_triggers = on;

-- A reference table can't have a foreign key to a distributed one. The write ensures it: a phase is written
-- in the statement that writes its portfolio.
ALTER TABLE "ChallengePhase" DROP CONSTRAINT "ChallengePhase_portfolioId_fkey";

-- Read beside portfolios by every node, written rarely: whole on each node.
SELECT create_reference_table('"User"');
SELECT create_reference_table('"Challenge"');
SELECT create_reference_table('"ChallengePhase"');
SELECT create_reference_table('"Competition"');
SELECT create_reference_table('"CompetitionEntry"');
SELECT create_reference_table('"PriceRange"');

-- A portfolio and all that it owns, by its id.
SELECT create_distributed_table('"Portfolio"', 'id');
SELECT create_distributed_table('"PortfolioEvent"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"IdempotencyRecord"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"Order"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"OrderLatency"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"ApiKey"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"OrderLink"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"TwapOrder"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"ChaseOrder"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"AlertHook"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"AlertHookCall"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"Webhook"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"WebhookMessage"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"Position"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"Trade"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"TriggerIndex"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"EquitySnapshot"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"ChallengeThreshold"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"TradeImport"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"ImportedRow"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"ImportReject"', 'portfolioId', colocate_with => '"Portfolio"');
SELECT create_distributed_table('"JournalEntry"', 'portfolioId', colocate_with => '"Portfolio"');

COMMIT;
