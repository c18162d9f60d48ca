# syntax=docker/dockerfile:1
# Built without the local Discord (`--no-default-features`): what runs in production has nothing of it inside.

FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /build
ENV SQLX_OFFLINE=true
COPY Cargo.toml Cargo.lock build.rs ./
COPY sandbox ./sandbox
COPY .sqlx ./.sqlx
COPY migrations ./migrations
COPY config ./config
COPY benches ./benches
COPY src ./src
RUN cargo build --release --locked --no-default-features --package potluck --bin potluck

FROM debian:bookworm-slim
RUN groupadd --system --gid 10001 potluck \
    && useradd --system --uid 10001 --gid potluck --home-dir /data --shell /usr/sbin/nologin potluck \
    && install --directory --owner potluck --group potluck --mode 0700 /data
COPY --from=build /build/target/release/potluck /usr/local/bin/potluck
COPY config/potluck.toml /etc/potluck/potluck.toml
USER potluck
WORKDIR /data
VOLUME /data
ENV POTLUCK__DATABASE__PATH=/data/potluck.db
STOPSIGNAL SIGTERM
# /healthz, /readyz and /metrics, where POTLUCK__MONITOR__LISTEN=0.0.0.0:9464 says so.
EXPOSE 9464
# A process that is ready, as /readyz means it, notes that in the database; `potluck health` says whether it was a moment ago.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["/usr/local/bin/potluck", "health", "--config", "/etc/potluck/potluck.toml"]
ENTRYPOINT ["/usr/local/bin/potluck"]
CMD ["run", "--config", "/etc/potluck/potluck.toml"]
