-- What of the outbox may be carried out, once its time has come: the first row of each lane. Servers that the bot was removed from, where it
-- is turned off, or that an outage keeps from it, have none; nor does what is owed there hold up what other servers owe in the same lane,
-- such as to a member of both. What carries out that somebody is forgotten is carried out also where it is turned off, and while it is held
-- up nothing waits for it.
CREATE VIEW outbox_heads AS
SELECT o.outbox_id, o.guild_id, o.delivery, o.receipt, o.purpose, o.addressee, o.nonce, o.attempts, o.sending_at, o.not_before, o.held_at,
       o.due_at
FROM outbox o
WHERE (o.guild_id IN (SELECT guild_id FROM working_guilds)
       OR (o.receipt = '"erased"' AND o.guild_id IN (
           SELECT guild_id FROM guilds WHERE gone_at IS NULL AND unavailable_at IS NULL)))
  AND o.state = 'owed'
  AND NOT EXISTS (
      SELECT 1 FROM outbox p
      WHERE p.lane = o.lane AND p.state IN ('owed', 'sending')
        AND (p.not_before, p.outbox_id) < (o.not_before, o.outbox_id)
        AND (p.state = 'sending'
             OR (p.guild_id IN (SELECT guild_id FROM working_guilds)
                 AND (p.receipt <> '"erased"' OR p.held_at IS NULL))));
