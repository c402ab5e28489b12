-- Portfolios that a path from the low to the high may touch. Asked for every symbol on every beat, so it keeps one plan:
-- the look-up itself is far shorter than planning it. An index is always right here.
CREATE OR REPLACE FUNCTION find_armed(p_symbol TEXT, p_low NUMERIC, p_high NUMERIC) RETURNS SETOF TEXT LANGUAGE plpgsql STABLE
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
  RETURN QUERY
    SELECT "portfolioId" FROM "ArmedSymbol" WHERE "symbol" = p_symbol
      AND "highestOnFall" IS NOT NULL AND "highestOnFall" >= p_low
    UNION ALL
    SELECT "portfolioId" FROM "ArmedSymbol" WHERE "symbol" = p_symbol
      AND "lowestOnRise" IS NOT NULL AND "lowestOnRise" <= p_high
    UNION ALL
    SELECT "portfolioId" FROM "ArmedSymbol" WHERE "symbol" = p_symbol AND "always";
END
$$;
