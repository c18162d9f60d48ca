//! A row of the outbox that was not carried out, read as it stands there.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::excuses::Kind;

/// A row of the outbox that was not carried out.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) state: String,
    pub(super) lane: String,
    pub(super) receipt: Value,
    pub(super) purpose: String,
    pub(super) delivery: Value,
    pub(super) to: Option<i64>,
    pub(super) since: DateTime<Utc>,
    pub(super) at: DateTime<Utc>,
    pub(super) about: Option<i64>,
    /// The message that says it together with something else.
    pub(super) with: Option<i64>,
}

impl Row {
    /// What it is.
    pub(super) fn kind(&self) -> Kind {
        let receipt = |name: &str| self.receipt.get(name).is_some();
        let is_of = |lane: &str| self.lane.starts_with(lane);
        if receipt("pairing_introduced") || receipt("pairing_thread_opened") {
            Kind::Introduction
        } else if receipt("pairing_told") {
            Kind::Told
        } else if self.delivery.get("send").is_none() {
            Kind::Change
        } else if receipt("welcomed") {
            Kind::Welcome
        } else if receipt("invitation_delivered") {
            Kind::Invitation
        } else if is_of("pairing:") {
            Kind::OfPairing
        } else if is_of("round:") {
            Kind::OfRound
        } else if is_of("newcomer:") {
            Kind::OfNewcomer
        } else if self.about.is_some() || is_of("ask:") {
            Kind::OfAsk
        } else {
            Kind::Private
        }
    }

    /// The pairing that it is about, by its lane, its receipt or its buttons.
    pub(super) fn pairing(&self) -> Option<i64> {
        let told = self.receipt.get("pairing_told");
        let by_receipt = told.and_then(|told| told.get(0)).and_then(Value::as_i64);
        let by_lane = self.lane.strip_prefix("pairing:");
        let by_button = self
            .delivery
            .to_string()
            .split("\"1:round:met:")
            .nth(1)
            .and_then(|rest| rest.split('"').next()?.parse().ok());
        by_receipt
            .or_else(|| by_lane.and_then(|id| id.parse().ok()))
            .or(by_button)
    }

    /// The ask that it is about.
    pub(super) fn ask(&self) -> Option<i64> {
        let by_lane = self.lane.strip_prefix("ask:");
        self.about
            .or_else(|| by_lane.and_then(|id| id.parse().ok()))
    }

    /// What it was to say, without what all messages end with.
    pub(super) fn texts(&self) -> Vec<&str> {
        let blocks = self.delivery["send"]["post"]["blocks"].as_array();
        let texts = blocks.into_iter().flatten();
        texts
            .filter_map(|block| block["text"].as_str())
            .filter(|text| !text.starts_with("-# "))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::excuses::{Known, excuse};
    use super::*;

    fn row(lane: &str, receipt: Value, delivery: Value, about: Option<i64>) -> Row {
        Row {
            state: "dropped".to_owned(),
            lane: lane.to_owned(),
            receipt,
            purpose: "answer".to_owned(),
            delivery,
            to: None,
            since: DateTime::UNIX_EPOCH,
            at: DateTime::UNIX_EPOCH,
            about,
            with: None,
        }
    }

    /// Whatever it is, a row that was dropped is lost where nothing is known that excuses it.
    #[test]
    fn a_row_is_judged_by_what_it_was_to_say_and_to_whom() {
        let post = |id: &str| {
            let button = json!({"label": "We met", "action": {"click": id}});
            let blocks = json!([{"text": "Hello"}, {"buttons": [button]}, {"text": "-# Fewer"}]);
            json!({"send": {"to": {"direct": 7}, "post": {"blocks": blocks}}})
        };
        let (said, nothing) = (post("1:round:met:12"), json!("nothing"));
        let edit = json!({"edit": {"message": {"pairing_intro": 12}, "post": {}}});
        let opening = json!({"open_private_thread": {"under": 1, "name": "Mia", "members": [7]}});
        for (lane, receipt, delivery, about, kind) in [
            (
                "pairing:12",
                json!({"pairing_introduced": 12}),
                &said,
                None,
                Kind::Introduction,
            ),
            (
                "pairing:12",
                json!({"pairing_thread_opened": 12}),
                &opening,
                None,
                Kind::Introduction,
            ),
            ("pairing:12", nothing.clone(), &said, None, Kind::OfPairing),
            ("pairing:12", nothing.clone(), &edit, None, Kind::Change),
            (
                "dm:7",
                json!({"pairing_told": [12, 7]}),
                &said,
                None,
                Kind::Told,
            ),
            ("dm:7", json!({"welcomed": 3}), &said, None, Kind::Welcome),
            (
                "dm:7",
                json!({"invitation_delivered": 3}),
                &said,
                Some(1),
                Kind::Invitation,
            ),
            (
                "dm:7",
                json!({"stuck_told": 1}),
                &said,
                Some(1),
                Kind::OfAsk,
            ),
            ("dm:7", nothing.clone(), &said, None, Kind::Private),
            ("ask:1", nothing.clone(), &said, None, Kind::OfAsk),
            (
                "round:4",
                json!({"round_announced": 4}),
                &said,
                None,
                Kind::OfRound,
            ),
            ("newcomer:3", nothing.clone(), &said, None, Kind::OfNewcomer),
        ] {
            let row = row(lane, receipt, delivery.clone(), about);
            assert_eq!(row.kind(), kind, "{row:?}");
            assert_eq!(excuse(row.kind(), Known::default()), None, "{row:?}");
        }
        let reminder = row("dm:7", nothing, said, None);
        assert_eq!(reminder.pairing(), Some(12));
        assert_eq!(reminder.texts(), ["Hello"]);
    }
}
