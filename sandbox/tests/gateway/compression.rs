//! Compressed payloads and streams.

use std::io::Read;

use flate2::{Decompress, FlushDecompress, read::ZlibDecoder};
use serde_json::{Value, json};

use crate::client::{Client, identify, sandbox, usual};

#[tokio::test]
async fn a_stream_is_one_zlib_context() {
    let sandbox = sandbox().await;
    let query = "v=10&encoding=json&compress=zlib-stream";
    let mut client = Client::connect_with(&sandbox, query).await;
    let mut inflate = Decompress::new(true);
    let mut read = |bytes: Vec<u8>| {
        assert_eq!(bytes[bytes.len() - 4..], [0, 0, 0xff, 0xff]);
        let mut out = Vec::with_capacity(1 << 20);
        inflate
            .decompress_vec(&bytes, &mut out, FlushDecompress::Sync)
            .unwrap();
        serde_json::from_slice::<Value>(&out).unwrap()
    };
    assert_eq!(read(client.next_bytes().await)["op"], 10);
    client.identify(&sandbox, usual()).await;
    assert_eq!(read(client.next_bytes().await)["t"], "READY");
    assert_eq!(read(client.next_bytes().await)["t"], "GUILD_CREATE");
}

#[tokio::test]
async fn payloads_are_compressed_one_by_one_when_identify_asks() {
    let sandbox = sandbox().await;
    let mut client = Client::connect(&sandbox).await;
    let mut payload = identify(&sandbox, usual());
    payload["d"]["compress"] = json!(true);
    client.send(&payload).await;
    client.event("READY").await;
    let bytes = client.next_bytes().await;
    let guild: Value =
        serde_json::from_reader(ZlibDecoder::new(bytes.as_slice()).by_ref()).unwrap();
    assert_eq!(guild["t"], "GUILD_CREATE");
}
