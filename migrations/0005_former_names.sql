-- Names that a member had here before, so that what Potluck said of them under one of those is found again when they ask to be
-- forgotten. It goes with the member.
CREATE TABLE former_names (
    guild_id  INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    name      TEXT    NOT NULL,
    PRIMARY KEY (guild_id, member_id, name),
    FOREIGN KEY (guild_id, member_id) REFERENCES members ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
