//! Finding somebody who can help: who would be better placed, who teaches something close, and what happens when nobody is left.

mod neighbours;
mod referring;
mod stuck;
