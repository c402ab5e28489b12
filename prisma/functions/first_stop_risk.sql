-- For trades of before: quantity × distance of the average entry to the first stop, if that would have lost.
CREATE OR REPLACE FUNCTION first_stop_risk(p_side TEXT, p_entry NUMERIC, p_qty NUMERIC, p_stop NUMERIC) RETURNS NUMERIC
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN distance > 0 THEN nullif(round(distance * p_qty, 18), 0) END
  FROM (SELECT CASE p_side WHEN 'long' THEN p_entry - p_stop ELSE p_stop - p_entry END AS distance) d
$$;
