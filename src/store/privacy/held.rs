//! Everything that is held about a member of a guild, in words that they understand: what `/privacy export` hands out.
//!
//! Times are ISO 8601 in UTC, people are mentions, skills have their names. What others keep to themselves is not in it: blocks that
//! others set, faces that others gave, and who asked anonymously.

#![allow(
    clippy::struct_field_names,
    clippy::struct_excessive_bools,
    reason = "the fields are the keys of a file that people read"
)]

mod asks;
mod kept;
mod messages;
mod own;
mod rounds;
mod weeks;

pub(crate) use kept::{
    Buddied, FirstDays, OutsidePairings, Paired, PlaceForYou, Programme, RoundSaid, YesToAThird,
};
use serde::Serialize;
use sqlx::{Result, SqliteConnection, query_scalar};
use weeks::CountedWeeks;

use crate::domain::ids::{GuildId, MemberId};

/// Everything. What there may be much of comes newest first.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Held {
    /// Who they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub you: Option<You>,
    /// What they chose in `/me`.
    pub your_choices: Option<Choices>,
    /// Their offers.
    pub you_teach: Vec<Skill>,
    /// Their wishes.
    pub you_would_like_to_learn: Vec<Skill>,
    /// Blocks that they set.
    pub you_are_not_put_together_with: Vec<KeptApart>,
    /// What they typed and have yet to confirm.
    pub drafts: Vec<Draft>,
    /// Asks under their name.
    pub your_questions: Vec<Ask>,
    /// That they asked anonymously, as long as anything joins the two; not what.
    pub your_anonymous_questions: Option<String>,
    /// Asks of others that they took on.
    pub questions_you_took_on: Vec<TakenOn>,
    /// Invitations to help.
    pub invitations: Vec<Invitation>,
    /// Colleagues whom they named as better placed.
    pub people_you_named: Vec<Referral>,
    /// Where a colleague named them.
    pub people_who_named_you: Vec<Referral>,
    /// Where somebody has chosen them as a helper and not sent it yet.
    pub being_thanked_for: Vec<BeingThanked>,
    /// Helps that they gave.
    pub help_you_gave: Vec<Help>,
    /// Helps that they received.
    pub help_you_received: Vec<Help>,
    /// What they wrote down for the next one who asks.
    pub lessons: Vec<Lesson>,
    /// Whether they were, or will be, asked if they could teach what they learned.
    pub could_you_teach_it: Vec<TeachQuestion>,
    /// What they said of taking part in rounds.
    pub programmes: Vec<Programme>,
    /// Rounds that they skipped.
    pub rounds_you_skipped: Vec<RoundSaid>,
    /// Rounds that had nobody for them.
    pub rounds_without_somebody_for_you: Vec<RoundSaid>,
    /// Where they were put together with others.
    pub pairings: Vec<Paired>,
    /// Where they lost their partner.
    pub rounds_in_which_you_lost_your_partner: Vec<OutsidePairings>,
    /// Pairs that were asked to have them as a third.
    pub places_asked_for_you: Vec<PlaceForYou>,
    /// Whom they agreed to have as a third.
    pub places_you_agreed_to: Vec<YesToAThird>,
    /// Their own first days.
    pub your_first_days: Vec<FirstDays>,
    /// Whose buddy they are or were.
    pub buddy_of: Vec<Buddied>,
    /// The Mondays of the weeks in which they did something through Potluck.
    pub weeks_you_were_active: Vec<String>,
    /// The weeks at whose ends they counted as one of those who could.
    pub weeks_you_counted_in: Vec<CountedWeeks>,
    /// The line under the opening post.
    pub opening_post: Vec<Signature>,
    /// What they were asked for monthly tables.
    pub monthly_tables: Vec<AskedForTable>,
    /// Private messages: sent, owed, or waiting in `/me`.
    pub messages_to_you: Vec<MessageToYou>,
    /// Changes of messages to them that are owed or were made.
    pub changes_of_messages_to_you: Vec<MessageToYou>,
    /// How many messages of each day count for the week, though what they said is erased.
    pub erased_messages_that_count: Vec<ErasedMessages>,
    /// Where they are written to.
    pub places: Option<Places>,
    /// When they asked to be forgotten.
    pub you_asked_to_be_forgotten: Option<String>,
}

/// Who they are.
#[derive(Clone, Debug, Serialize)]
pub struct You {
    /// Their Discord id.
    pub discord_id: String,
    /// As Discord shows them in the guild.
    pub name: String,
    /// Names that they had there before.
    pub former_names: Vec<String>,
    /// Their user name.
    pub user_name: String,
    /// Whether Discord says that this is a bot.
    pub bot: bool,
    /// Whether they have yet to pass membership screening.
    pub waiting_for_screening: bool,
    /// When they joined.
    pub joined_at: String,
    /// When they left.
    pub left_at: Option<String>,
    /// Their roles.
    pub roles: Vec<String>,
    /// Whether they own the guild.
    pub owns_the_server: bool,
    /// Channels that have a rule for them alone.
    pub channels_with_a_rule_for_you: Vec<String>,
}

/// What they chose.
#[derive(Clone, Debug, Serialize)]
pub struct Choices {
    /// Their own zone; `None`: the guild's.
    pub time_zone: Option<String>,
    /// Their own working days; `None`: the guild's.
    pub working_days: Option<String>,
    /// When they begin, as `hh:mm`.
    pub work_starts: Option<String>,
    /// When they end.
    pub work_ends: Option<String>,
    /// Until when they are out.
    pub paused_until: Option<String>,
    /// How many asks they are ready to carry in two weeks.
    pub limit: i64,
    /// Whether their thanks, and those they get, may be quoted.
    pub may_be_quoted: bool,
    /// Whether they may be asked to welcome a new colleague.
    pub welcomes_new_colleagues: bool,
    /// Whether they may be asked to teach what they learned.
    pub may_be_asked_to_teach_what_you_learned: bool,
    /// Whether they hear of thanks by private message.
    pub hears_of_thanks_privately: bool,
    /// Whether they get their own month by private message.
    pub gets_your_month_privately: bool,
    /// Whether they may be asked what they are learning, if they are a leader.
    pub may_be_asked_what_you_are_learning: bool,
}

/// An offer or a wish.
#[derive(Clone, Debug, Serialize)]
pub struct Skill {
    /// Which skill.
    pub skill: String,
    /// How far they teach it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// What they wrote with it.
    pub note: Option<String>,
    /// Since when.
    pub since: String,
    /// When it was last changed.
    pub changed_at: String,
    /// Whether it came from a question that nobody answered.
    pub from_an_unanswered_question: bool,
}

/// A block.
#[derive(Clone, Debug, Serialize)]
pub struct KeptApart {
    /// With whom.
    pub member: String,
    /// Since when.
    pub since: String,
}

/// A draft.
#[derive(Clone, Debug, Serialize)]
pub struct Draft {
    /// What it holds.
    pub content: serde_json::Value,
    /// When it was written.
    pub written_at: String,
    /// When it was answered.
    pub answered_at: Option<String>,
}

/// An ask of theirs.
#[derive(Clone, Debug, Serialize)]
pub struct Ask {
    /// About what.
    pub skill: String,
    /// What they wrote.
    pub details: String,
    /// The message it is about.
    pub about: Option<String>,
    /// How it stands.
    pub state: String,
    /// When it was asked.
    pub asked_at: String,
    /// When it ended.
    pub ended_at: Option<String>,
    /// Whether they would rather not have the managers hear of it.
    pub managers_refused: bool,
    /// The face they gave, from 1 (sad) to 3 (happy).
    pub face: Option<i64>,
    /// Their line of thanks.
    pub thanks: Option<String>,
    /// The lesson that they began to write.
    pub lesson: Option<String>,
    /// Helpers chosen on the page that is not sent yet.
    pub helpers_chosen: Vec<String>,
}

/// An ask that they took on.
#[derive(Clone, Debug, Serialize)]
pub struct TakenOn {
    /// About what.
    pub skill: String,
    /// Whose, where they asked by name.
    pub asked_by: Option<String>,
    /// When they took it on.
    pub since: String,
    /// When they gave it back.
    pub given_back_at: Option<String>,
}

/// An invitation to help.
#[derive(Clone, Debug, Serialize)]
pub struct Invitation {
    /// With what.
    pub skill: String,
    /// Whom, where they asked by name.
    pub asked_by: Option<String>,
    /// Why them.
    pub because: String,
    /// Who named them.
    pub named_by: Option<String>,
    /// How it stands.
    pub state: String,
    /// When it was made.
    pub made_at: String,
    /// When it reached them.
    pub delivered_at: Option<String>,
    /// When it lapses.
    pub lapses_at: Option<String>,
    /// When it was answered.
    pub answered_at: Option<String>,
    /// The conversation it is in, by Discord's id.
    pub conversation: Option<String>,
    /// The message, by Discord's id.
    pub message: Option<String>,
}

/// Somebody named somebody.
#[derive(Clone, Debug, Serialize)]
pub struct Referral {
    /// For help with what.
    pub skill: String,
    /// The other of the two.
    pub member: String,
    /// When.
    pub at: String,
}

/// They were chosen as a helper.
#[derive(Clone, Debug, Serialize)]
pub struct BeingThanked {
    /// For help with what.
    pub skill: String,
    /// When the question was asked.
    pub asked_at: String,
}

/// A help.
#[derive(Clone, Debug, Serialize)]
pub struct Help {
    /// With what.
    pub skill: Option<String>,
    /// The other of the two; `None`: asked anonymously, or forgotten.
    pub with: Option<String>,
    /// The words that went with it.
    pub thanks: Option<String>,
    /// Through what it came about.
    pub through: String,
    /// Whether it is in the figures.
    pub counts: bool,
    /// When.
    pub at: String,
}

/// A lesson.
#[derive(Clone, Debug, Serialize)]
pub struct Lesson {
    /// About what.
    pub skill: String,
    /// What it says.
    pub text: String,
    /// How many questions it made unnecessary.
    pub questions_answered: i64,
    /// When it was written.
    pub written_at: String,
    /// When it was last changed.
    pub changed_at: Option<String>,
}

/// The question whether they could teach what they learned.
#[derive(Clone, Debug, Serialize)]
pub struct TeachQuestion {
    /// What.
    pub skill: String,
    /// When it will be asked.
    pub will_be_asked_at: Option<String>,
    /// When it was.
    pub asked_at: Option<String>,
}

/// Their signature.
#[derive(Clone, Debug, Serialize)]
pub struct Signature {
    /// What they are learning.
    pub you_are_learning: Option<String>,
}

/// What a leader was asked for the table of a month.
#[derive(Clone, Debug, Serialize)]
pub struct AskedForTable {
    /// The first day of the month.
    pub month: String,
    /// When.
    pub asked_at: String,
    /// Whether they said: not this time.
    pub not_this_time: bool,
    /// The question could be delivered nowhere but in `/me`.
    pub could_not_reach_you: bool,
    /// What they are learning.
    pub you_are_learning: Option<String>,
}

/// A private message.
#[derive(Clone, Debug, Serialize)]
pub struct MessageToYou {
    /// What it says.
    pub text: Vec<String>,
    /// Whether it was sent, or what became of it.
    pub state: String,
    /// When it was written.
    pub written_at: String,
    /// When it was sent.
    pub sent_at: Option<String>,
    /// The conversation it is in, by Discord's id.
    pub conversation: Option<String>,
    /// The message, by Discord's id.
    pub message: Option<String>,
}

/// Messages of a day.
#[derive(Clone, Debug, Serialize)]
pub struct ErasedMessages {
    /// The day.
    pub day: String,
    /// How many.
    pub messages: i64,
}

/// Where they are written to, by Discord's ids.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Places {
    /// Their conversation with the bot.
    pub private_conversation: Option<String>,
    /// The thread that stands in for it.
    pub private_thread: Option<String>,
}

/// Reads all of it, at most `most` of each list.
pub async fn held(
    db: &mut SqliteConnection,
    guild: GuildId,
    member: MemberId,
    most: u32,
) -> Result<Held> {
    Ok(Held {
        you: own::you(db, guild, member).await?,
        your_choices: own::choices(db, guild, member).await?,
        you_teach: own::offers(db, guild, member).await?,
        you_would_like_to_learn: own::wishes(db, guild, member).await?,
        you_are_not_put_together_with: own::blocks(db, guild, member).await?,
        drafts: own::drafts(db, guild, member, most).await?,
        your_questions: asks::asks(db, guild, member, most).await?,
        your_anonymous_questions: asks::anonymous_asks(db, guild, member).await?,
        questions_you_took_on: asks::taken_on(db, guild, member, most).await?,
        invitations: asks::invitations(db, guild, member, most).await?,
        people_you_named: asks::people_named(db, guild, member, most).await?,
        people_who_named_you: asks::named_by(db, guild, member, most).await?,
        being_thanked_for: asks::being_thanked_for(db, guild, member).await?,
        help_you_gave: asks::help_given(db, guild, member, most).await?,
        help_you_received: asks::help_received(db, guild, member, most).await?,
        lessons: own::lessons(db, guild, member, most).await?,
        could_you_teach_it: own::teach_questions(db, guild, member).await?,
        programmes: rounds::programmes(db, guild, member).await?,
        rounds_you_skipped: rounds::skipped(db, guild, member, most).await?,
        rounds_without_somebody_for_you: rounds::left_out(db, guild, member, most).await?,
        pairings: rounds::pairings(db, guild, member, most).await?,
        rounds_in_which_you_lost_your_partner: rounds::without_a_partner(db, guild, member, most)
            .await?,
        places_asked_for_you: rounds::places(db, guild, member, most).await?,
        places_you_agreed_to: rounds::agreed(db, guild, member, most).await?,
        your_first_days: rounds::first_days(db, guild, member).await?,
        buddy_of: rounds::buddy_of(db, guild, member, most).await?,
        weeks_you_were_active: weeks::active(db, guild, member, most).await?,
        weeks_you_counted_in: weeks::counted(db, guild, member, most).await?,
        opening_post: own::signature(db, guild, member).await?,
        monthly_tables: own::monthly_tables(db, guild, member).await?,
        messages_to_you: messages::messages(db, guild, member, most).await?,
        changes_of_messages_to_you: messages::changes(db, guild, member, most).await?,
        erased_messages_that_count: messages::erased_messages(db, guild, member).await?,
        places: Some(messages::places(db, guild, member).await?),
        you_asked_to_be_forgotten: query_scalar!(
            r#"SELECT strftime('%Y-%m-%dT%H:%M:%SZ', forgotten_at / 1000, 'unixepoch') AS "at!: String"
               FROM forgotten WHERE guild_id = ? AND member_id = ?"#,
            guild,
            member
        )
        .fetch_optional(db)
        .await?,
    })
}
