//! Requests and answers against Discord's OpenAPI file, and what that file is too lax in.
//!
//! | module | what it checks |
//! |---|---|
//! | [`schema`] | bodies and answers against the file, where one is there |
//! | `unknown` | keys that the file does not know |
//! | `blame` | turns what the file refuses into Discord's nested error form |
//! | [`form`] | reads single fields of a body, with Discord's sentence for each that is bad |
//! | [`message`] | a message as a whole: lengths, flags, what excludes what |
//! | [`components`] | buttons, selects, layout, and Components V2 |
//! | [`embeds`] | embeds |

mod blame;
pub mod components;
pub mod embeds;
pub mod form;
pub mod message;
pub mod schema;
mod unknown;

pub use schema::Validator;
