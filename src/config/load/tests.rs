//! What is taken from where, and each refusal in its words.

use super::*;
use crate::config::LogFormat;

const TOKEN: (&str, &str) = ("DISCORD_TOKEN", "abc.def.ghi");

fn load(file: Option<&str>, environment: &[(&str, &str)]) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("potluck.toml");
    if let Some(text) = file {
        std::fs::write(&path, text).unwrap();
    }
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::load(file.map(|_| path.as_path()), environment)
        .map_err(|error| error.to_string().replace(path.to_str().unwrap(), "FILE"))
}

#[test]
fn without_a_file_the_defaults_hold() {
    assert_eq!(
        load(None, &[TOKEN]),
        Ok(Config::with_token(Secret::new("abc.def.ghi")))
    );
}

#[test]
fn the_environment_overrides_the_file_and_the_file_the_defaults() {
    let file = "[log]\nformat = \"json\"\nfilter = \"warn\"\n[shutdown]\nseconds = 3\n";
    let config = load(
        Some(file),
        &[
            TOKEN,
            ("POTLUCK__LOG__FILTER", "potluck=debug"),
            ("POTLUCK__COURIER__REQUESTS_PER_SECOND", "7"),
            ("POTLUCK__SANDBOX_CLOCK", "ws://127.0.0.1:1/sandbox/clock"),
            ("POTLUCK__DISCORD__API", "http://127.0.0.1:1"),
            ("POTLUCK__DISCORD__GATEWAY", "ws://127.0.0.1:1/gateway"),
            ("POTLUCK__MONITOR__LISTEN", "[::1]:9464"),
            ("PATH", "/bin"),
        ],
    )
    .unwrap();
    assert_eq!(config.log.format, LogFormat::Json);
    assert_eq!(config.log.filter, "potluck=debug");
    assert_eq!(config.shutdown.seconds, 3);
    assert_eq!(config.monitor.listen, Some("[::1]:9464".parse().unwrap()));
    assert_eq!(config.courier.requests_per_second, 7);
    assert_eq!(config.courier.direct_messages_per_minute, 60);
    assert_eq!(
        config.sandbox_clock.as_deref(),
        Some("ws://127.0.0.1:1/sandbox/clock")
    );
    assert_eq!(config.discord.api.as_deref(), Some("http://127.0.0.1:1"));
    assert_eq!(
        config.discord.gateway.as_deref(),
        Some("ws://127.0.0.1:1/gateway")
    );
}

#[test]
fn an_empty_text_stands_for_nothing() {
    let config = load(
        Some("[discord]\napi = \"http://h\"\ngateway = \"ws://h\"\n"),
        &[
            TOKEN,
            ("POTLUCK__DISCORD__API", ""),
            ("POTLUCK__DISCORD__GATEWAY", ""),
        ],
    );
    assert_eq!(config.unwrap().discord, crate::config::Discord::default());
}

fn check(file: &str, environment: &[(&str, &str)], expected: &str) {
    let environment: Vec<_> = [TOKEN].iter().chain(environment).copied().collect();
    assert_eq!(
        load(Some(file), &environment).unwrap_err(),
        expected,
        "{file:?} {environment:?}"
    );
}

#[test]
fn what_is_wrong_in_the_file_is_named_with_the_remedy() {
    check(
        "[discord]\napy = \"http://h\"\n",
        &[],
        "discord.apy in FILE is not a setting of Potluck: did you mean discord.api?",
    );
    check(
        "[dicsord]\napi = \"\"\n",
        &[],
        "dicsord in FILE is not a setting of Potluck: did you mean discord?",
    );
    check(
        "requests_per_second = 3\n",
        &[],
        "requests_per_second in FILE is not a setting of Potluck: did you mean courier.requests_per_second?",
    );
    check(
        "[metrics]\nport = 1\n",
        &[],
        "metrics in FILE is not a setting of Potluck: remove it; config/potluck.toml has every setting",
    );
    check(
        "[discord]\ntoken = \"abc\"\n",
        &[],
        "discord.token in FILE is not a setting of Potluck: the token is given in DISCORD_TOKEN, or in a file named by DISCORD_TOKEN_FILE",
    );
    check(
        "[courier]\nrequests_per_second = 46\n",
        &[],
        "courier.requests_per_second in FILE is 46, but must be a whole number from 1 to 45",
    );
    check(
        "[courier]\nrequests_per_second = \"fast\"\n",
        &[],
        "courier.requests_per_second in FILE is \"fast\", but must be a whole number from 1 to 45",
    );
    check(
        "[shutdown]\nseconds = 1.5\n",
        &[],
        "shutdown.seconds in FILE is 1.5, but must be a whole number from 3 to 10",
    );
    for wrong in ["localhost:9464", "9464", "127.0.0.1", "127.0.0.1:70000"] {
        check(
            &format!("[monitor]\nlisten = \"{wrong}\"\n"),
            &[],
            &format!(
                "monitor.listen in FILE is \"{wrong}\", but must be an address with a port, such as \"127.0.0.1:9464\", in quotes, or \"\""
            ),
        );
    }
    check(
        "[monitor]\nlisten = 9464\n",
        &[],
        "monitor.listen in FILE is 9464, but must be an address with a port, such as \"127.0.0.1:9464\", in quotes, or \"\"",
    );
    check(
        "[monitor]\nport = 9464\n",
        &[],
        "monitor.port in FILE is not a setting of Potluck: remove it; config/potluck.toml has every setting",
    );
    check(
        "[log]\nformat = \"xml\"\n",
        &[],
        "log.format in FILE is \"xml\", but must be \"text\" or \"json\"",
    );
    check(
        "[log]\nfilter = \"potluck=loud\"\n",
        &[],
        "log.filter in FILE is \"potluck=loud\", but must be a filter such as \"info\" or \"info,potluck=debug\"",
    );
    check(
        "[database]\npath = \"\"\n",
        &[],
        "database.path in FILE is \"\", but must be the name of a file, in quotes",
    );
    check(
        "[database]\npath = 3\n",
        &[],
        "database.path in FILE is 3, but must be the name of a file, in quotes",
    );
    check(
        "[skills]\naliases = true\n",
        &[],
        "skills.aliases in FILE is true, but must be the name of a file, in quotes, or \"\"",
    );
    check(
        "log = \"text\"\n",
        &[],
        "log in FILE is \"text\", but must be a section, [log]",
    );
    check(
        "[log.format]\na = 1\n",
        &[],
        "log.format in FILE is a section, but must be \"text\" or \"json\"",
    );
    check(
        "[discord]\napi = \"discord.example\"\n",
        &[],
        "discord.api in FILE is \"discord.example\", but must be an address (http://… or https://…), in quotes, or \"\"",
    );
    check(
        "sandbox_clock = \"http://h\"\n",
        &[],
        "sandbox_clock in FILE is \"http://h\", but must be an address (ws://…), in quotes, or \"\"",
    );
    check(
        "[discord]\napi = \"http://h\"\n",
        &[],
        "discord.api is set and discord.gateway is not: set both to use a sandbox, or neither to use Discord",
    );
    check(
        "[discord]\ngateway = \"ws://h\"\n",
        &[],
        "discord.gateway is set and discord.api is not: set both to use a sandbox, or neither to use Discord",
    );
}

#[test]
fn what_is_no_toml_is_refused_with_its_line() {
    let error = load(Some("# fine\n[log]\nformat = text\n"), &[TOKEN]).unwrap_err();
    assert!(
        error.starts_with("the configuration file FILE is not TOML (line 3: "),
        "{error}"
    );
    assert!(error.ends_with("): correct that line"), "{error}");
    assert!(!error.contains('\n'), "{error}");
}

#[test]
fn what_is_wrong_in_the_environment_is_named_with_the_remedy() {
    check(
        "",
        &[("POTLUCK__DISCORD__APY", "x")],
        "POTLUCK__DISCORD__APY in the environment is not a setting of Potluck: did you mean POTLUCK__DISCORD__API?",
    );
    check(
        "",
        &[("POTLUCK__NO_SUCH_THING", "x")],
        "POTLUCK__NO_SUCH_THING in the environment is not a setting of Potluck: remove it; config/potluck.toml has every setting",
    );
    check(
        "",
        &[("POTLUCK__LOG", "json")],
        "POTLUCK__LOG in the environment is not a setting of Potluck: did you mean POTLUCK__LOG__FORMAT?",
    );
    check(
        "",
        &[("POTLUCK__SHUTDOWN__SECONDS", "soon")],
        "POTLUCK__SHUTDOWN__SECONDS in the environment is \"soon\", but must be a whole number from 3 to 10",
    );
}

#[test]
fn a_file_that_is_missing_or_unreadable_is_named() {
    let error = Config::load(Some(Path::new("no/such/potluck.toml")), []).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the configuration file no/such/potluck.toml does not exist: check the name after --config"
    );
    let folder = tempfile::tempdir().unwrap();
    let error = Config::load(Some(folder.path()), []).unwrap_err();
    assert!(matches!(error, ConfigError::Unreadable { .. }), "{error}");
}

#[test]
fn the_token_comes_from_the_environment_or_a_file_and_is_never_in_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let good = file("good", "abc.def.ghi\n");
    assert_eq!(
        load(None, &[("DISCORD_TOKEN_FILE", &good)])
            .unwrap()
            .token
            .expose(),
        "abc.def.ghi"
    );

    let empty = file("empty", "\n");
    let two = file("two", "abc def\n");
    let missing = folder.path().join("missing").to_str().unwrap().to_owned();
    let bad = "cannot be one (it is empty, or holds spaces or other characters that no token has): copy it again from Discord's developer portal, page \"Bot\"";
    let none = "the bot's token is missing: set DISCORD_TOKEN to it, or DISCORD_TOKEN_FILE to a file that holds it";
    let table: [(&[(&str, &str)], String); 7] = [
        (&[], none.to_owned()),
        (&[("DISCORD_TOKEN", "")], none.to_owned()),
        (
            &[TOKEN, ("DISCORD_TOKEN_FILE", &good)],
            "DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set: unset one of them".to_owned(),
        ),
        (
            &[("DISCORD_TOKEN", "abc def")],
            format!("the bot's token in DISCORD_TOKEN {bad}"),
        ),
        (
            &[("DISCORD_TOKEN_FILE", &empty)],
            format!("the bot's token in {empty} {bad}"),
        ),
        (
            &[("DISCORD_TOKEN_FILE", &two)],
            format!("the bot's token in {two} {bad}"),
        ),
        (
            &[("DISCORD_TOKEN_FILE", &missing)],
            format!(
                "the token file {missing} named by DISCORD_TOKEN_FILE cannot be read (No such file or directory (os error 2)): check its name and who may read it"
            ),
        ),
    ];
    for (environment, expected) in table {
        assert_eq!(load(None, environment).unwrap_err(), expected);
    }
}
