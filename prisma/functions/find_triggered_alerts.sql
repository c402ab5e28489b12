-- Price alerts with a level that a path from the low to the high may reach. Called like find_triggered_portfolios, with a
-- cached plan over two partial indexes.
CREATE OR REPLACE FUNCTION find_triggered_alerts(p_symbol TEXT, p_low NUMERIC, p_high NUMERIC)
  RETURNS TABLE ("owner" TEXT, "alert" TEXT)
  LANGUAGE plpgsql STABLE
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
  RETURN QUERY
    SELECT "userId", "id" FROM "Alert" WHERE "symbol" = p_symbol AND "riseAt" IS NOT NULL AND "riseAt" <= p_high
    UNION ALL
    SELECT "userId", "id" FROM "Alert" WHERE "symbol" = p_symbol AND "fallAt" IS NOT NULL AND "fallAt" >= p_low;
END
$$;
