//! The program itself, as it is typed: what it says on standard error and what it ends with.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod databases;
#[cfg(all(unix, feature = "demo"))]
mod demo;
mod digest;
mod export;
mod oracle;
mod pairing;
#[cfg(unix)]
mod running;
mod settings;

use std::fmt;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// No test here takes anywhere near as long; what does hangs.
const PATIENCE: Duration = Duration::from_mins(1);

/// A folder of its own, in which the program is started without anything of the environment.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    /// The program with these arguments, ready to start.
    fn potluck(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_potluck"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// How the program ends, which ends by itself.
    fn ends(&self, arguments: &[&str], environment: &[(&str, &str)]) -> End {
        End::of(self.potluck(arguments, environment).output().unwrap())
    }
}

/// How the program ended.
#[derive(Debug, PartialEq, Eq)]
struct End {
    code: i32,
    said: String,
    on_standard_error: String,
}

impl End {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().expect("it ends and is not killed"),
            said: String::from_utf8(output.stdout).unwrap(),
            on_standard_error: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Whether it ended well and had nothing to complain about.
    fn is_well(&self) -> bool {
        self.code == 0 && self.on_standard_error.is_empty()
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}\nexit {}",
            self.on_standard_error.trim_end(),
            self.code
        )
    }
}

/// The program while it runs, until it is told to end or the test is over.
struct Running(Option<Child>);

impl Running {
    fn start(mut command: Command) -> Self {
        Self(Some(command.spawn().unwrap()))
    }

    fn child(&mut self) -> &mut Child {
        self.0.as_mut().unwrap()
    }

    /// Sends SIGTERM.
    #[cfg(unix)]
    fn is_told_to_end(&mut self) {
        let id = self.child().id().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for its end while everything else goes on.
    async fn ends(mut self) -> End {
        let child = self.0.take().unwrap();
        let output = tokio::task::spawn_blocking(|| child.wait_with_output());
        let output = tokio::time::timeout(PATIENCE, output).await;
        End::of(output.expect("it ends").unwrap().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }
}
