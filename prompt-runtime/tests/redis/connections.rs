//! The number of connections, and their lifetime.

use std::thread;
use std::time::{Duration, Instant};

use crate::server::Server;
use crate::{PATIENCE, each_way, limiter};

/// A number of `INFO`.
fn number(server: &Server, name: &str) -> usize {
    let info = server.run::<String>("INFO");
    let rest = info.split(&format!("{name}:")).nth(1).unwrap();
    rest.split_whitespace().next().unwrap().parse().unwrap()
}

/// Whoever counts them is connected as well.
#[test]
fn all_threads_share_a_connection_and_none_is_left_behind() {
    let Some(server) = Server::start() else {
        return;
    };
    let limiters = [(); 10].map(|()| limiter(&server.url(), 50_000, 50_000));
    thread::scope(|scope| {
        for limiter in limiters.iter().cycle().take(50) {
            scope.spawn(|| assert!(each_way(limiter).iter().all(Result::is_ok)));
        }
    });
    assert_eq!(number(&server, "connected_clients"), limiters.len() + 1);
    drop(limiters);
    let start = Instant::now();
    while number(&server, "connected_clients") > 1 {
        assert!(start.elapsed() < PATIENCE);
        thread::sleep(Duration::from_millis(10));
    }
}

/// As after a failover: the name may lead to the new primary already, the connection does not.
#[test]
fn a_server_that_has_become_a_replica_is_looked_up_again() {
    let Some(server) = Server::start() else {
        return;
    };
    let limiter = limiter(&server.url(), 1000, 100);
    limiter.try_acquire().unwrap();
    server.run::<()>("REPLICAOF 127.0.0.1 1");
    let before = number(&server, "total_connections_received");
    for answer in each_way(&limiter) {
        let error = answer.unwrap_err();
        assert!(
            error.is_unavailable() && error.to_string().contains("read only replica"),
            "{error}"
        );
    }
    server.run::<()>("REPLICAOF NO ONE");
    limiter.try_acquire().unwrap();
    // Of these, two are for the questions above and here.
    assert_eq!(
        number(&server, "total_connections_received") - before,
        6 + 2
    );
}
