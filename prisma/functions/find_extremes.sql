CREATE OR REPLACE FUNCTION find_extremes(p_symbol TEXT, p_from TIMESTAMPTZ, p_to TIMESTAMPTZ)
RETURNS TABLE ("highest" NUMERIC, "lowest" NUMERIC) LANGUAGE sql STABLE AS $$
  SELECT max("high"), min("low") FROM "PriceExtreme"
  WHERE "symbol" = p_symbol AND (
    ("resolution" = 'S' AND "startAt" >= date_trunc('second', p_from) AND "startAt" <= p_to
      AND "startAt" < date_trunc('minute', p_from) + INTERVAL '1 minute')
    OR ("resolution" = 'M' AND "startAt" >= date_trunc('minute', p_from) + INTERVAL '1 minute'
      AND "startAt" < date_trunc('minute', p_to))
    OR ("resolution" = 'S' AND "startAt" >= date_trunc('minute', p_to) AND "startAt" >= date_trunc('second', p_from)
      AND "startAt" <= p_to))
$$;
