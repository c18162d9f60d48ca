//! Settings that cannot be used: one sentence that names what is wrong and the remedy, and the end with 2.

use insta::assert_snapshot;

use super::Place;

const TOKEN: (&str, &str) = ("DISCORD_TOKEN", "abc");

#[test]
fn without_a_token_it_says_where_to_put_one() {
    assert_snapshot!(Place::new().ends(&["run"], &[]), @"
    potluck: the bot's token is missing: set DISCORD_TOKEN to it, or DISCORD_TOKEN_FILE to a file that holds it
    exit 2
    ");
}

#[test]
fn a_token_in_two_places_or_in_a_file_that_is_not_there_is_refused() {
    let place = Place::new();
    let file = ("DISCORD_TOKEN_FILE", "secret");
    assert_snapshot!(place.ends(&["run"], &[TOKEN, file]), @"
    potluck: DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set: unset one of them
    exit 2
    ");
    assert_snapshot!(place.ends(&["run"], &[file]), @"
    potluck: the token file secret named by DISCORD_TOKEN_FILE cannot be read (No such file or directory (os error 2)): check its name and who may read it
    exit 2
    ");
}

#[test]
fn a_token_that_cannot_be_one_is_refused_and_not_printed() {
    let end = Place::new().ends(&["run"], &[("DISCORD_TOKEN", "secret with spaces")]);
    assert_snapshot!(end, @r#"
    potluck: the bot's token in DISCORD_TOKEN cannot be one (it is empty, or holds spaces or other characters that no token has): copy it again from Discord's developer portal, page "Bot"
    exit 2
    "#);
}

#[test]
fn an_unknown_key_is_named_with_the_one_that_was_meant() {
    let place = Place::new();
    place.write("mine.toml", "[databse]\npath = \"here.db\"\n");
    assert_snapshot!(place.ends(&["run", "--config", "mine.toml"], &[TOKEN]), @"
    potluck: databse in mine.toml is not a setting of Potluck: did you mean database?
    exit 2
    ");
    place.write("mine.toml", "[log]\nfromat = \"json\"\n");
    assert_snapshot!(place.ends(&["run", "--config", "mine.toml"], &[TOKEN]), @"
    potluck: log.fromat in mine.toml is not a setting of Potluck: did you mean log.format?
    exit 2
    ");
    assert_snapshot!(place.ends(&["run"], &[TOKEN, ("POTLUCK__LOG__FROMAT", "json")]), @"
    potluck: POTLUCK__LOG__FROMAT in the environment is not a setting of Potluck: did you mean POTLUCK__LOG__FORMAT?
    exit 2
    ");
}

#[test]
fn a_bad_value_is_named_with_what_it_must_be() {
    let place = Place::new();
    place.write("mine.toml", "[courier]\nrequests_per_second = 500\n");
    assert_snapshot!(place.ends(&["run", "--config", "mine.toml"], &[TOKEN]), @"
    potluck: courier.requests_per_second in mine.toml is 500, but must be a whole number from 1 to 45
    exit 2
    ");
    assert_snapshot!(place.ends(&["run"], &[TOKEN, ("POTLUCK__LOG__FORMAT", "xml")]), @r#"
    potluck: POTLUCK__LOG__FORMAT in the environment is "xml", but must be "text" or "json"
    exit 2
    "#);
    assert_snapshot!(place.ends(&["run"], &[TOKEN, ("RUST_LOG", "=loud")]), @r#"
    potluck: RUST_LOG is "=loud", but must be a filter such as "info" or "info,potluck=debug"
    exit 2
    "#);
}

#[test]
fn half_a_sandbox_is_none() {
    let half = ("POTLUCK__DISCORD__API", "http://127.0.0.1:4000");
    assert_snapshot!(Place::new().ends(&["run"], &[TOKEN, half]), @"
    potluck: discord.api is set and discord.gateway is not: set both to use a sandbox, or neither to use Discord
    exit 2
    ");
}

#[test]
fn a_named_file_that_is_missing_or_not_toml_is_named() {
    let place = Place::new();
    assert_snapshot!(place.ends(&["run", "--config", "none.toml"], &[TOKEN]), @"
    potluck: the configuration file none.toml does not exist: check the name after --config
    exit 2
    ");
    place.write("broken.toml", "[database]\npath = \n");
    assert_snapshot!(place.ends(&["run", "--config", "broken.toml"], &[TOKEN]), @"
    potluck: the configuration file broken.toml is not TOML (line 2: string values must be quoted, expected literal string): correct that line
    exit 2
    ");
}

#[test]
fn the_usual_file_is_read_where_there_is_one() {
    let place = Place::new();
    std::fs::create_dir(place.path("config")).unwrap();
    place.write("config/potluck.toml", "[log]\nformat = 7\n");
    assert_snapshot!(place.ends(&["run"], &[TOKEN]), @r#"
    potluck: log.format in config/potluck.toml is 7, but must be "text" or "json"
    exit 2
    "#);
}

#[test]
fn help_names_every_command_and_what_is_none_ends_with_2() {
    let place = Place::new();
    let help = place.ends(&["--help"], &[]);
    assert!(help.is_well());
    for command in [
        "run",
        "health",
        #[cfg(feature = "demo")]
        "demo",
    ] {
        let is_its = |line: &str| line.trim_start().starts_with(&format!("{command} "));
        assert!(help.said.lines().any(is_its), "{command}: {}", help.said);
    }
    assert_eq!(place.ends(&["fly"], &[]).code, 2);
}
