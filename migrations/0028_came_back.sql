-- Who was in the server before and joined again is welcomed back, also who was there before Potluck was turned on and so was no newcomer yet.
ALTER TABLE members ADD COLUMN came_back INTEGER NOT NULL DEFAULT 0 CHECK (came_back IN (0, 1));
UPDATE members SET came_back = 1 WHERE EXISTS (
    SELECT 1 FROM newcomers n WHERE n.guild_id = members.guild_id AND n.member_id = members.member_id AND n.came_back = 1);
