//! Programmes: an admin begins and changes them in `/setup` and `/settings`, members join and leave them in `/me`.

mod admins;
mod members;
