//! Clicks about newcomers and their buddies.

use super::clicks;
use crate::domain::ids::{GuildId, NewcomerId};

clicks! {
    /// What can be pressed or submitted about a newcomer.
    NewcomerClick {
        /// **What I can teach**, in the welcome: opens the form.
        Teach "teach" (guild: GuildId);
        /// **What I'd like to learn**, in the welcome: opens the form.
        Learn "learn" (guild: GuildId);
        /// **My city**, in the welcome: opens the form.
        City "city" (guild: GuildId);
        /// What they can teach, submitted.
        TeachTyped "teachtyped" (guild: GuildId);
        /// What they would like to learn, submitted.
        LearnTyped "learntyped" (guild: GuildId);
        /// Their city, submitted.
        CityTyped "citytyped" (guild: GuildId);
        /// One of several places of the typed name, chosen; the value is the zone's name.
        CityChosen "citychosen" (guild: GuildId);
        /// **Hand over**: another buddy is found.
        HandOver "handover" (newcomer: NewcomerId);
        /// **All is well**, at a check-in.
        Well "well" (newcomer: NewcomerId);
        /// **We have not talked yet**, at a check-in.
        NotYet "notyet" (newcomer: NewcomerId);
    }
}
