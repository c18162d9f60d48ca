//! Being told to end.

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Completes when the process is told to end for the first time: by SIGTERM, or by Ctrl-C.
pub(super) async fn first() {
    told(1).await;
}

/// Completes when the process is told to end for the second time.
pub(super) async fn second() {
    told(2).await;
}

/// Completes when the process was told to end so often. Each caller counts for itself, from its first poll on.
#[cfg(unix)]
async fn told(times: u8) {
    let mut terminate = signal(SignalKind::terminate()).ok();
    let mut interrupt = signal(SignalKind::interrupt()).ok();
    for _ in 0..times {
        tokio::select! {
            () = next(&mut terminate) => {}
            () = next(&mut interrupt) => {}
        }
    }
}

/// The next signal of this kind; never, where they cannot be heard.
#[cfg(unix)]
async fn next(signals: &mut Option<Signal>) {
    let heard = match signals {
        Some(signals) => signals.recv().await,
        None => None,
    };
    if heard.is_none() {
        std::future::pending::<()>().await;
    }
}

#[cfg(not(unix))]
async fn told(times: u8) {
    for _ in 0..times {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
