//! Being told to end.

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// Hears how often the process was told to end: by SIGTERM, or by Ctrl-C.
#[derive(Clone, Debug)]
pub(super) struct Signals {
    times: watch::Receiver<u8>,
}

impl Signals {
    /// Listens from now on, on this runtime: whoever asks later also hears what was said before.
    pub(super) fn listen() -> Self {
        let (counter, times) = watch::channel(0_u8);
        let mut ears = Ears::open();
        tokio::spawn(async move {
            loop {
                ears.hear().await;
                counter.send_modify(|times| *times = times.saturating_add(1));
            }
        });
        Self { times }
    }

    /// Completes once the process was told to end.
    pub(super) fn first(&self) -> impl Future<Output = ()> + Send + use<> {
        self.told(1)
    }

    /// Completes once the process was told to end for the second time.
    pub(super) fn second(&self) -> impl Future<Output = ()> + Send + use<> {
        self.told(2)
    }

    fn told(&self, enough: u8) -> impl Future<Output = ()> + Send + use<> {
        let mut times = self.times.clone();
        async move {
            if times.wait_for(|times| *times >= enough).await.is_err() {
                // Only the end of the runtime ends the counting.
                std::future::pending::<()>().await;
            }
        }
    }
}

/// What signals are heard with. From when it is open none is lost.
#[cfg(unix)]
struct Ears {
    terminate: Option<Signal>,
    interrupt: Option<Signal>,
}

#[cfg(unix)]
impl Ears {
    fn open() -> Self {
        Self {
            terminate: signal(SignalKind::terminate()).ok(),
            interrupt: signal(SignalKind::interrupt()).ok(),
        }
    }

    /// The next signal.
    async fn hear(&mut self) {
        tokio::select! {
            () = next(&mut self.terminate) => {}
            () = next(&mut self.interrupt) => {}
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
struct Ears;

#[cfg(not(unix))]
impl Ears {
    fn open() -> Self {
        Self
    }

    /// The next Ctrl-C; never, where it cannot be heard.
    async fn hear(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
