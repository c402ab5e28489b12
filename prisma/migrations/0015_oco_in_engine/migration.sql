-- The engine cancels the other order of a pair: nothing looks for pairs any more.
DROP INDEX "Order_pair";
