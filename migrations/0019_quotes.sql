-- What quotes somebody is found again by what it is of: those rows of the outbox are few among very many.
CREATE INDEX outbox_quoting ON outbox (guild_id) WHERE instr(delivery, '{"quotes":{') > 0;
