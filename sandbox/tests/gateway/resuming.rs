//! RESUME, RECONNECT and `INVALID_SESSION`.

use chrono::TimeDelta;
use discord_sandbox::{Fault, Sandbox};
use serde_json::{Value, json};

use crate::client::{Client, sandbox, usual};

async fn resume(sandbox: &Sandbox, ready: &Value, seq: u64) -> Client {
    let mut client = Client::connect(sandbox).await;
    let data = json!({ "token": sandbox.token(), "session_id": ready["session_id"], "seq": seq });
    client.send(&json!({ "op": 6, "d": data })).await;
    client
}

#[tokio::test]
async fn what_was_missed_is_replayed_in_order_and_counted_on() {
    let sandbox = sandbox().await;
    let (mut client, ready) = Client::ready(&sandbox, usual()).await;
    sandbox.fault(Fault::DropGateway).unwrap();
    assert_eq!(client.end().await, None, "cut without a close frame");
    let mia = sandbox.person("mia").unwrap();
    mia.write("general", "One").unwrap();
    mia.write("general", "Two").unwrap();
    let mut client = resume(&sandbox, &ready, 2).await;
    for (sequence, event) in [(3, "MESSAGE_CREATE"), (4, "MESSAGE_CREATE"), (5, "RESUMED")] {
        let payload = client.next().await;
        assert_eq!(
            (&payload["s"], &payload["t"]),
            (&json!(sequence), &json!(event))
        );
    }
    mia.write("general", "Three").unwrap();
    assert_eq!(client.next().await["s"], 6);
}

#[tokio::test]
async fn a_session_that_nobody_knows_is_invalid() {
    let sandbox = sandbox().await;
    let mut client = resume(&sandbox, &json!({ "session_id": "nobody" }), 1).await;
    let payload = client.next().await;
    assert_eq!((&payload["op"], &payload["d"]), (&json!(9), &json!(false)));
    client.identify(&sandbox, usual()).await;
    client.event("READY").await;
}

#[tokio::test]
async fn having_seen_the_future_closes() {
    let sandbox = sandbox().await;
    let (_client, ready) = Client::ready(&sandbox, usual()).await;
    let mut client = resume(&sandbox, &ready, 99).await;
    assert_eq!(client.end().await, Some(4007));
}

#[tokio::test]
async fn a_session_closed_in_an_orderly_way_is_over() {
    let sandbox = sandbox().await;
    for (code, over) in [(1000, true), (1001, true), (4000, false)] {
        let (mut client, ready) = Client::ready(&sandbox, usual()).await;
        client.close(code).await;
        let mut client = resume(&sandbox, &ready, 2).await;
        let answer = client.next().await;
        assert_eq!(answer["op"] == 9, over, "closed with {code}: {answer}");
    }
}

#[tokio::test]
async fn a_session_cannot_be_resumed_for_ever() {
    let sandbox = sandbox().await;
    let (mut client, ready) = Client::ready(&sandbox, usual()).await;
    sandbox.fault(Fault::DropGateway).unwrap();
    client.end().await;
    sandbox.advance(TimeDelta::minutes(10)).await.unwrap();
    let mut client = resume(&sandbox, &ready, 2).await;
    assert_eq!(client.next().await["op"], 9);
}

#[tokio::test]
async fn a_resumed_session_leaves_its_former_connection() {
    let sandbox = sandbox().await;
    let (mut former, ready) = Client::ready(&sandbox, usual()).await;
    let mut client = resume(&sandbox, &ready, 2).await;
    client.event("RESUMED").await;
    assert_eq!(former.end().await, Some(4000));
    sandbox
        .person("mia")
        .unwrap()
        .write("general", "Hi")
        .unwrap();
    client.event("MESSAGE_CREATE").await;
}

#[tokio::test]
async fn a_client_can_be_asked_to_reconnect() {
    let sandbox = sandbox().await;
    let (mut client, ready) = Client::ready(&sandbox, usual()).await;
    sandbox.fault(Fault::RequestReconnect).unwrap();
    assert_eq!(client.next().await["op"], 7);
    client.close(4000).await;
    resume(&sandbox, &ready, 2).await.event("RESUMED").await;
}

#[tokio::test]
async fn an_invalidated_session_may_be_resumed_only_if_it_says_so() {
    let sandbox = sandbox().await;
    for resumable in [true, false] {
        let (mut client, ready) = Client::ready(&sandbox, usual()).await;
        sandbox
            .fault(Fault::InvalidateSession { resumable })
            .unwrap();
        let payload = client.next().await;
        assert_eq!(
            (&payload["op"], &payload["d"]),
            (&json!(9), &json!(resumable))
        );
        let mut again = resume(&sandbox, &ready, 2).await;
        assert_eq!(again.next().await["t"] == "RESUMED", resumable);
        if !resumable {
            client.identify(&sandbox, usual()).await;
            client.event("READY").await;
        }
    }
}

#[tokio::test]
async fn an_unreachable_gateway_takes_no_connections() {
    let sandbox = sandbox().await;
    let (mut client, ready) = Client::ready(&sandbox, usual()).await;
    sandbox.fault(Fault::GatewayUnreachable).unwrap();
    assert_eq!(client.end().await, None);
    let url = format!("{}/?v=10&encoding=json", sandbox.gateway_url());
    assert!(tokio_tungstenite::connect_async(url).await.is_err());
    sandbox.clear_fault(&Fault::GatewayUnreachable).unwrap();
    resume(&sandbox, &ready, 2).await.event("RESUMED").await;
}
