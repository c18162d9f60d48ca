//! How payloads travel: plain text, zlib per payload, or one zlib stream for the connection.

use axum::extract::ws::Message;
use flate2::{Compress, Compression, FlushCompress, Status};

/// Payloads shorter than this are sent as text although the client asked for payload
/// compression, since compressing them gains nothing. Discord does the same.
const WORTH_COMPRESSING: usize = 1024;

/// How one connection's payloads are turned into WebSocket messages.
pub(crate) enum Codec {
    /// Text messages.
    Plain,
    /// Each longer payload on its own, as IDENTIFY's `compress` asks.
    Payload,
    /// One zlib context for the whole connection, flushed after each payload.
    Stream(Box<Compress>),
}

impl Codec {
    /// The codec for `?compress=zlib-stream`.
    pub(crate) fn stream() -> Self {
        Self::Stream(Box::new(Compress::new(Compression::fast(), true)))
    }

    /// Turns one payload into the message to send.
    pub(crate) fn encode(&mut self, payload: &str) -> std::io::Result<Message> {
        match self {
            Self::Payload if payload.len() >= WORTH_COMPRESSING => {
                let mut whole = Compress::new(Compression::fast(), true);
                compress(&mut whole, payload.as_bytes(), FlushCompress::Finish)
                    .map(|bytes| Message::Binary(bytes.into()))
            }
            Self::Plain | Self::Payload => Ok(Message::Text(payload.into())),
            Self::Stream(context) => compress(context, payload.as_bytes(), FlushCompress::Sync)
                .map(|bytes| Message::Binary(bytes.into())),
        }
    }
}

fn compress(
    context: &mut Compress,
    input: &[u8],
    flush: FlushCompress,
) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(input.len() / 2 + 64);
    let before = context.total_in();
    loop {
        let done = usize::try_from(context.total_in() - before).map_err(std::io::Error::other)?;
        let status = context
            .compress_vec(input.get(done..).unwrap_or_default(), &mut out, flush)
            .map_err(std::io::Error::other)?;
        let done = usize::try_from(context.total_in() - before).map_err(std::io::Error::other)?;
        // A sync flush is over once all input is taken and room is left in the output.
        let has_room = out.len() < out.capacity();
        match status {
            Status::StreamEnd => return Ok(out),
            Status::Ok | Status::BufError
                if matches!(flush, FlushCompress::Sync) && done == input.len() && has_room =>
            {
                return Ok(out);
            }
            Status::Ok | Status::BufError => out.reserve(input.len().max(256)),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use flate2::{Decompress, FlushDecompress};
    use std::io::Read;

    fn long() -> String {
        (0..2000)
            .map(|n: u32| n.wrapping_mul(2_654_435_761).to_string())
            .collect()
    }

    fn bytes(message: Message) -> Vec<u8> {
        match message {
            Message::Binary(bytes) => bytes.to_vec(),
            other => panic!("not binary: {other:?}"),
        }
    }

    #[test]
    fn a_stream_ends_each_payload_with_a_sync_flush() {
        let mut codec = Codec::stream();
        let mut inflate = Decompress::new(true);
        for payload in ["{}", &long(), "{\"op\":11}"] {
            let packed = bytes(codec.encode(payload).unwrap());
            assert_eq!(packed[packed.len() - 4..], [0, 0, 0xff, 0xff]);
            let mut out = Vec::with_capacity(100_000);
            inflate
                .decompress_vec(&packed, &mut out, FlushDecompress::Sync)
                .unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), payload);
        }
    }

    #[test]
    fn a_compressed_payload_stands_alone() {
        let packed = bytes(Codec::Payload.encode(&long()).unwrap());
        let mut text = String::new();
        flate2::read::ZlibDecoder::new(&packed[..])
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, long());
    }

    #[test]
    fn short_payloads_stay_text() {
        let message = Codec::Payload.encode("{\"op\":11}").unwrap();
        assert_eq!(message, Message::Text("{\"op\":11}".into()));
    }
}
