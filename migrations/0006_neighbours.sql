-- What the alias file says of skills that belong together, written anew at every start: skills with the same parent are neighbours.

CREATE TABLE skill_parents (
    key    TEXT PRIMARY KEY,                          -- of a name or an alias of the skill, as skills.key folds it
    skill  TEXT NOT NULL,                             -- the key of the skill's own name
    parent TEXT NOT NULL                              -- the key of the skill it belongs under
) STRICT, WITHOUT ROWID;
CREATE INDEX skill_parents_parent ON skill_parents (parent);
