use serde_json::json;

use super::*;

fn parse(kind: &str, data: &Value) -> Incoming {
    read(serde_json::from_value(json!({ "t": kind, "d": data })).unwrap())
}

fn message(guild: Option<&str>, bot: bool, kind: u8) -> Value {
    let mut message = json!({
        "id": "11", "channel_id": "22", "type": kind, "content": "a secret", "timestamp": "2026-03-02T09:00:00Z", "edited_timestamp": null,
        "author": { "id": "33", "username": "mia", "discriminator": "0", "avatar": null, "bot": bot },
        "tts": false, "mention_everyone": false, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": false,
    });
    if let Some(guild) = guild {
        message["guild_id"] = json!(guild);
    }
    message
}

#[test]
fn of_a_message_only_the_fact_remains() {
    let wrote = parse("MESSAGE_CREATE", &message(Some("44"), false, 0));
    assert!(
        matches!(
            wrote,
            Incoming::Wrote {
                channel: ChannelId(22),
                author: MemberId(33)
            }
        ),
        "{wrote:?}"
    );
    assert!(!format!("{wrote:?}").contains("secret"));
    assert!(matches!(
        parse("MESSAGE_CREATE", &message(None, false, 19)),
        Incoming::WrotePrivately(MemberId(33))
    ));
    for (guild, bot, kind) in [
        (Some("44"), true, 0),
        (None, true, 0),
        (Some("44"), false, 18),
    ] {
        assert!(matches!(
            parse("MESSAGE_CREATE", &message(guild, bot, kind)),
            Incoming::Nothing
        ));
    }
}

#[test]
fn an_outage_is_no_leave() {
    // A server is said to be out also where it would be said to be there; serenity cannot read that.
    for event in ["GUILD_DELETE", "GUILD_CREATE"] {
        let out = parse(event, &json!({ "id": "5", "unavailable": true }));
        assert!(matches!(out, Incoming::ServerOut(GuildId(5))), "{out:?}");
    }
    let broken = parse("GUILD_CREATE", &json!({ "id": "5" }));
    assert!(matches!(broken, Incoming::Nothing), "{broken:?}");
    assert!(matches!(
        parse("GUILD_DELETE", &json!({ "id": "5" })),
        Incoming::ServerGone(GuildId(5))
    ));
}

fn thread(archived: bool, locked: bool) -> Value {
    json!({
        "id": "78", "type": 11, "guild_id": "5", "parent_id": "22", "name": "t", "owner_id": "33", "message_count": 0,
        "member_count": 1, "rate_limit_per_user": 0, "last_message_id": null, "flags": 0, "total_message_sent": 0,
        "thread_metadata": { "archived": archived, "auto_archive_duration": 60, "archive_timestamp": "2026-03-02T09:00:00Z", "locked": locked },
    })
}

#[test]
fn of_threads_it_matters_whether_they_are_archived_or_locked() {
    for event in ["THREAD_CREATE", "THREAD_UPDATE"] {
        for (is_archived, is_locked) in [(false, false), (true, false), (true, true)] {
            let read = parse(event, &thread(is_archived, is_locked));
            assert!(
                matches!(
                    read,
                    Incoming::Thread {
                        guild: GuildId(5),
                        thread: ChannelId(78),
                        under: Some(ChannelId(22)),
                        archived,
                        locked,
                    } if (archived, locked) == (is_archived, is_locked)
                ),
                "{read:?}"
            );
        }
    }
}

#[test]
fn threads_of_channels_that_become_visible_are_told_of() {
    for (channels, expected) in [
        (
            json!(["22", "23"]),
            Some(vec![ChannelId(22), ChannelId(23)]),
        ),
        (Value::Null, None),
    ] {
        let sync = json!({ "guild_id": "5", "channel_ids": channels, "threads": [thread(false, false)], "members": [] });
        let Incoming::ThreadsSeen {
            guild: GuildId(5),
            under,
            threads,
        } = parse("THREAD_LIST_SYNC", &sync)
        else {
            panic!("not read")
        };
        assert_eq!(under, expected);
        assert_eq!(threads, [(ChannelId(78), ChannelId(22))]);
    }
}

#[test]
fn a_member_is_shown_by_nickname_then_global_name_then_user_name() {
    let member = |nick: Value, global: Value| {
        json!({
            "guild_id": "5", "nick": nick, "roles": ["9", "7", "9"], "joined_at": "2026-03-02T09:00:00.123456+00:00", "pending": true, "deaf": false, "mute": false, "flags": 0,
            "user": { "id": "33", "username": "mia", "global_name": global, "discriminator": "0", "avatar": null },
        })
    };
    for (nick, global, expected) in [
        (json!("Mimi"), json!("Mia"), "Mimi"),
        (Value::Null, json!("Mia"), "Mia"),
        (Value::Null, Value::Null, "mia"),
    ] {
        let Incoming::Seen {
            guild: GuildId(5),
            person,
        } = parse("GUILD_MEMBER_ADD", &member(nick, global))
        else {
            panic!("not read")
        };
        assert_eq!(person.display_name, expected);
        assert_eq!(person.roles, [RoleId(7), RoleId(9)]);
        assert_eq!(person.joined_at, at(ms(person.joined_at)));
        assert!(person.pending && !person.bot);
    }
}

#[test]
fn a_list_that_is_refused_for_now_says_for_how_long() {
    let limit = json!({ "opcode": 8, "retry_after": 12.3401, "meta": { "guild_id": "5", "nonce": "list-1" } });
    let Incoming::NotYet {
        guild,
        nonce,
        after,
    } = parse("RATE_LIMITED", &limit)
    else {
        panic!("not read")
    };
    assert_eq!((guild, nonce.as_str()), (GuildId(5), "list-1"));
    assert_eq!(after, TimeDelta::milliseconds(12341));
    assert!(matches!(
        parse("RATE_LIMITED", &json!({ "opcode": 2, "retry_after": 1 })),
        Incoming::Nothing
    ));
}

#[test]
fn every_kind_that_is_understood_has_a_name_serenity_knows() {
    // What serenity does not know by name parses as unknown whatever it holds; what it knows fails on an empty body instead, or is read.
    for kind in UNDERSTOOD {
        let event: Event = serde_json::from_value(json!({ "t": kind, "d": Value::Null })).unwrap();
        assert!(
            matches!(event, Event::Unknown(_) | Event::Resumed(_)),
            "{kind}"
        );
    }
}
