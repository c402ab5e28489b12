-- Highest and lowest mark between two instants, as a set of one row, so that the planner puts the query in place of the
-- call: whole minutes where there are any, seconds at the edges.
CREATE OR REPLACE FUNCTION find_price_range(p_symbol TEXT, p_from TIMESTAMPTZ, p_to TIMESTAMPTZ)
RETURNS TABLE ("highest" NUMERIC, "lowest" NUMERIC) LANGUAGE sql STABLE AS $$
  SELECT max("high"), min("low") FROM "PriceRange"
  WHERE "symbol" = p_symbol AND (
    ("resolution" = 'S' AND "startAt" >= date_trunc('second', p_from) AND "startAt" <= p_to
      AND "startAt" < date_trunc('minute', p_from) + INTERVAL '1 minute')
    OR ("resolution" = 'M' AND "startAt" >= date_trunc('minute', p_from) + INTERVAL '1 minute'
      AND "startAt" < date_trunc('minute', p_to))
    OR ("resolution" = 'S' AND "startAt" >= date_trunc('minute', p_to) AND "startAt" >= date_trunc('second', p_from)
      AND "startAt" <= p_to))
$$;
