//! Nobody can work out one to four people; and the figures of a guild whose weeks were closed one after the other.

mod example;
mod faces;
mod guild;
mod leaks;
mod needs;
mod privacy;
mod rounds;
