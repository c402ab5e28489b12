-- When an instrument was first seen not trading: its positions are settled half an hour later.
ALTER TABLE "Instrument" ADD COLUMN "closedAt" TIMESTAMPTZ(3);

-- What a symbol that is not traded any more is closed by.
ALTER TABLE "Order" DROP CONSTRAINT "Order_purpose";
ALTER TABLE "Order" ADD CONSTRAINT "Order_purpose" CHECK ("purpose" IN ('manual', 'stop', 'target', 'close',
  'liquidation', 'breach', 'reset', 'delisted'));
ALTER TABLE "JournalEntry" DROP CONSTRAINT "JournalEntry_reason";
ALTER TABLE "JournalEntry" ADD CONSTRAINT "JournalEntry_reason" CHECK ("exitReason" IN ('manual', 'stop', 'target',
  'liquidation', 'breach', 'reset', 'delisted'));
