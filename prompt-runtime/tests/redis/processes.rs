//! Eight processes that want more than there is.

use std::env;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use prompt_runtime::limit::LimitError;

use crate::limiter;
use crate::server::Server;

const PROCESSES: usize = 8;
const THREADS: usize = 4;
const FAR_TOO_MANY: u64 = 20_000;
const KEY: &str = "prompt-runtime:limit:staging";

/// A whole hour's calls are there at once: the processes get each of them once, and not one more
/// however they try.
#[test]
fn eight_processes_share_one_quota() {
    let Some(server) = Server::start() else {
        return;
    };
    assert_eq!(hammer(&server, 4000, 4000, Duration::from_secs(1)), 4000);
}

/// A permit every 5 milliseconds, and none at first. The key advances by one interval with each, so
/// that none is lost and none is extra; and for three seconds there was none left over.
#[test]
fn eight_processes_use_what_is_refilled() {
    let Some(server) = Server::start() else {
        return;
    };
    let (per_hour, burst, seconds) = (720_000, 10_000, 3);
    let interval = 3_600_000_000_u64.div_ceil(u64::from(per_hour - burst) + 1);
    let start = server.now();
    let empty = start + u64::from(burst) * interval;
    server.run::<()>(&format!("SET {KEY} {empty}"));
    let permits = hammer(&server, per_hour, burst, Duration::from_secs(seconds));
    let due = server.run::<u64>(&format!("GET {KEY}"));
    assert_eq!(due - empty, permits * interval, "{permits} permits");
    assert!(
        permits >= seconds * 1_000_000 / interval - 1,
        "{permits} permits"
    );
    assert!(
        permits <= (server.now() - start) / interval,
        "{permits} permits"
    );
}

/// Returns the number of permits that all processes got. Each ends at the first refusal after
/// `time`.
fn hammer(server: &Server, per_hour: u32, burst: u32, time: Duration) -> u64 {
    let start = |()| {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args([
            "--exact",
            "processes::one_of_eight",
            "--ignored",
            "--nocapture",
        ]);
        command
            .env("LIMIT_URL", server.url())
            .env("LIMIT_TIME", time.as_millis().to_string());
        command
            .env("LIMIT_PER_HOUR", per_hour.to_string())
            .env("LIMIT_BURST", burst.to_string());
        command.stdout(Stdio::piped()).spawn().unwrap()
    };
    let processes = [(); PROCESSES].map(start);
    processes.map(permits).iter().sum()
}

fn permits(process: Child) -> u64 {
    let output = process.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let count = text
        .split("permits: ")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next());
    count
        .and_then(|count| count.parse().ok())
        .unwrap_or_else(|| panic!("{text}"))
}

/// The program of each process: threads that block and threads that do not.
#[test]
#[ignore = "started by the tests above, as a process of its own"]
fn one_of_eight() {
    let variable = |name| env::var(name).unwrap_or_else(|_| panic!("`{name}` is not set"));
    let number = |name| variable(name).parse().unwrap();
    let limiter = limiter(
        &variable("LIMIT_URL"),
        number("LIMIT_PER_HOUR"),
        number("LIMIT_BURST"),
    );
    let time = Duration::from_millis(number("LIMIT_TIME").into());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let blocking = || until_refused(time, || limiter.try_acquire());
    let permits = thread::scope(|scope| {
        let threads = [(); THREADS].map(|()| scope.spawn(blocking));
        let asynchronous = until_refused(time, || {
            runtime.block_on(limiter.acquire_within_async(Duration::ZERO))
        });
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum::<u64>()
            + asynchronous
    });
    println!("permits: {permits} ");
}

fn until_refused(time: Duration, call: impl Fn() -> Result<(), LimitError>) -> u64 {
    let start = Instant::now();
    let mut permits = 0;
    loop {
        match call() {
            Ok(()) if permits < FAR_TOO_MANY => permits += 1,
            Ok(()) => panic!("no end of permits"),
            Err(error) => {
                assert!(error.is_used_up(), "{error}");
                if start.elapsed() >= time {
                    return permits;
                }
            }
        }
    }
}
