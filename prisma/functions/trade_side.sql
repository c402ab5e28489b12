-- The side of the position that a fill changes: a purchase opens a long position or closes a short one. `p_qty` and `p_cost`
-- are the signed changes of the position's quantity and cost.
CREATE OR REPLACE FUNCTION trade_side(p_qty NUMERIC, p_cost NUMERIC) RETURNS TEXT
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN (p_qty > 0) = (p_cost > 0) THEN 'long' ELSE 'short' END
$$;
