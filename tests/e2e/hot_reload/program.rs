//! A program that runs while its prompts are edited. It renders the call that a line on stdin
//! names, and prints the rendering as a line of JSON.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The maximum time until a change is noticed, with a margin for slow machines.
const TIMEOUT: Duration = Duration::from_secs(60);

pub struct Program {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    errors: Arc<Mutex<String>>,
}

impl Program {
    pub fn start(mut command: Command) -> Self {
        let pipes = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap();
        let (input, output) = (
            child.stdin.take().unwrap(),
            BufReader::new(child.stdout.take().unwrap()),
        );
        let errors = Arc::new(Mutex::new(String::new()));
        let (mut pipe, all) = (child.stderr.take().unwrap(), Arc::clone(&errors));
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = pipe.read(&mut bytes) {
                all.lock()
                    .unwrap()
                    .push_str(&String::from_utf8_lossy(&bytes[..count]));
            }
        });
        Self {
            child,
            input,
            output,
            errors,
        }
    }

    /// Returns the program's present rendering.
    pub fn ask(&mut self, call: &str) -> Value {
        writeln!(self.input, "{call}").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line:?}\n{}", self.stderr()))
    }

    /// Asks until the answer is the expected one.
    pub fn until(&mut self, call: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let answer = self.ask(call);
            if is_it(&answer) {
                return answer;
            }
            assert!(
                start.elapsed() < TIMEOUT,
                "still {answer:#}\n{}",
                self.stderr()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Asks until the rendering contains the text.
    pub fn until_text(&mut self, call: &str, text: &str) -> Value {
        self.until(call, |answer| {
            answer["text"].as_str().unwrap().contains(text)
        })
    }

    /// Asks until stderr contains `expected`. Returns all of stderr since the last such call.
    pub fn until_reported(&mut self, call: &str, expected: &str) -> String {
        self.until(call, |_| true);
        let start = Instant::now();
        while !self.stderr().contains(expected) {
            assert!(
                start.elapsed() < TIMEOUT,
                "not reported: {expected}\n{}",
                self.stderr()
            );
            self.ask(call);
            std::thread::sleep(Duration::from_millis(10));
        }
        std::mem::take(&mut self.errors.lock().unwrap())
    }

    pub fn stderr(&self) -> String {
        self.errors.lock().unwrap().clone()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Without its stdin it would end by itself; a test that failed does not wait for it.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
