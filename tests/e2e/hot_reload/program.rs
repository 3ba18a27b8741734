//! A program that goes on running while its prompts are edited: it renders what a line on stdin
//! names, and prints what came of it as a line of JSON.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Longer than any machine takes to tell of a change.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Program {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    told: Arc<Mutex<String>>,
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
        let told = Arc::new(Mutex::new(String::new()));
        let (mut errors, all) = (child.stderr.take().unwrap(), Arc::clone(&told));
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = errors.read(&mut bytes) {
                all.lock()
                    .unwrap()
                    .push_str(&String::from_utf8_lossy(&bytes[..count]));
            }
        });
        Self {
            child,
            input,
            output,
            told,
        }
    }

    /// Returns the program's present rendering.
    pub fn ask(&mut self, call: &str) -> Value {
        writeln!(self.input, "{call}").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line:?}\n{}", self.told()))
    }

    /// Asks until the answer is one that is waited for.
    pub fn until(&mut self, call: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let answer = self.ask(call);
            if is_it(&answer) {
                return answer;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "still {answer:#}\n{}",
                self.told()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Asks until the text has this in it.
    pub fn until_text(&mut self, call: &str, text: &str) -> Value {
        self.until(call, |answer| {
            answer["text"].as_str().unwrap().contains(text)
        })
    }

    /// Asks until the program has told this on stderr, and gives all that it has told since it last
    /// was taken.
    pub fn until_told(&mut self, call: &str, what: &str) -> String {
        self.until(call, |_| true);
        let start = Instant::now();
        while !self.told().contains(what) {
            assert!(
                start.elapsed() < PATIENCE,
                "not told: {what}\n{}",
                self.told()
            );
            self.ask(call);
            std::thread::sleep(Duration::from_millis(10));
        }
        std::mem::take(&mut self.told.lock().unwrap())
    }

    pub fn told(&self) -> String {
        self.told.lock().unwrap().clone()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Without its stdin it would end by itself; a test that failed does not wait for it.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
