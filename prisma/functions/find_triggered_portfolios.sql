-- Portfolios with a level that a path from the low to the high may reach. Called for every symbol at every publish
-- interval, so its plan is cached: the look-up takes far less time than planning it. An index scan is always best.
CREATE OR REPLACE FUNCTION find_triggered_portfolios(p_symbol TEXT, p_low NUMERIC, p_high NUMERIC) RETURNS SETOF TEXT
  LANGUAGE plpgsql STABLE
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
  RETURN QUERY
    SELECT "portfolioId" FROM "TriggerIndex" WHERE "symbol" = p_symbol
      AND "sellTriggerMax" IS NOT NULL AND "sellTriggerMax" >= p_low
    UNION ALL
    SELECT "portfolioId" FROM "TriggerIndex" WHERE "symbol" = p_symbol
      AND "buyTriggerMin" IS NOT NULL AND "buyTriggerMin" <= p_high
    UNION ALL
    SELECT "portfolioId" FROM "TriggerIndex" WHERE "symbol" = p_symbol AND "always";
END
$$;
