use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;
use core::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use super::Sink;

/// The most lines that wait to be written.
const MOST_LINES: usize = 1024;
/// The most bytes that wait to be written.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// Appends lines to a file, on a thread of its own.
///
/// A call never waits for the file, and never fails because of it. At most 1,024 lines and 8 MiB wait to
/// be written: a line that comes then is lost, and so is one that cannot be written. [`lost`](Self::lost)
/// counts them.
///
/// Each line is one write at the end of the file, so several processes can share a file on a local disk.
/// A new file is for its owner alone, on Unix. Nothing limits its size: rotate it, and remove what
/// `cargo prompts sample` has read.
///
/// A clone is another handle of the same sink. The last handle that is dropped, that of the sampler
/// included, waits until all lines are written. A program that ends without
/// [`stop`](super::stop) may lose the last lines.
///
/// ```
/// use prompt_runtime::sample::{self, FileSink, Share};
///
/// # fn main() -> std::io::Result<()> {
/// # let path = std::env::temp_dir().join(format!("sampled-{}.jsonl", std::process::id()));
/// let sink = FileSink::append(&path)?.on_error(|error| eprintln!("sampling: {error}"));
/// sample::install(Share::percent(1), sink.clone());
/// // The program runs.
/// sample::stop();
/// println!("{} lines were lost", sink.lost());
/// # drop(sink);
/// # std::fs::remove_file(path)
/// # }
/// ```
#[derive(Clone)]
pub struct FileSink(Arc<Queue>);

struct Queue {
    /// `None` once no more lines may come.
    sender: Option<SyncSender<String>>,
    thread: Option<JoinHandle<()>>,
    shared: Arc<Shared>,
}

/// What the sink and its thread share.
#[derive(Default)]
struct Shared {
    /// The bytes that wait.
    waiting: AtomicUsize,
    lost: AtomicU64,
    on_error: OnceLock<OnError>,
}

type OnError = Box<dyn Fn(&io::Error) + Send + Sync>;

impl FileSink {
    /// Opens a file, or creates it.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be opened for writing, or if no thread can be started.
    pub fn append(path: impl AsRef<Path>) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;
        let (sender, lines) = sync_channel(MOST_LINES);
        let shared = Arc::<Shared>::default();
        let of_thread = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("prompt samples".into())
            .spawn(move || write_all(file, &lines, &of_thread))?;
        Ok(Self(Arc::new(Queue {
            sender: Some(sender),
            thread: Some(thread),
            shared,
        })))
    }

    /// Hands each error of a write to a function, on the thread of the sink. Only the first function
    /// that is given counts.
    #[must_use]
    pub fn on_error(self, report: impl Fn(&io::Error) + Send + Sync + 'static) -> Self {
        _ = self.0.shared.on_error.set(Box::new(report));
        self
    }

    /// Returns how many lines were lost: the file could not be written, or too many lines waited.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.0.shared.lost.load(Ordering::Relaxed)
    }
}

impl Sink for FileSink {
    fn take(&self, line: &str) {
        let Queue { sender, shared, .. } = &*self.0;
        let length = line.len() + 1;
        let waiting = shared.waiting.fetch_add(length, Ordering::Relaxed);
        let has_room = waiting.saturating_add(length) <= MOST_BYTES;
        let is_sent = has_room
            && sender.as_ref().is_some_and(|sender| {
                let mut text = String::with_capacity(length);
                text.push_str(line);
                text.push('\n');
                sender.try_send(text).is_ok()
            });
        if !is_sent {
            shared.waiting.fetch_sub(length, Ordering::Relaxed);
            shared.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        self.sender = None;
        // The function for errors may hold the last handle. A thread does not wait for itself.
        let thread = self.thread.take();
        let other = thread.filter(|thread| thread.thread().id() != thread::current().id());
        if let Some(thread) = other {
            // Its panic is that of the function for errors, and was printed.
            _ = thread.join();
        }
    }
}

/// Writes lines until no more can come.
fn write_all(mut file: File, lines: &Receiver<String>, shared: &Shared) {
    let mut is_cut = false;
    for line in lines {
        shared.waiting.fetch_sub(line.len(), Ordering::Relaxed);
        // A part of the line before may stand at the end of the file.
        let line = if is_cut { ["\n", &line].concat() } else { line };
        let written = write_once(&mut file, line.as_bytes());
        is_cut = written.is_err();
        if let Err(error) = written {
            shared.lost.fetch_add(1, Ordering::Relaxed);
            if let Some(report) = shared.on_error.get() {
                report(&error);
            }
        }
    }
}

/// Writes a line in one piece: in two, a line of another process could come between.
fn write_once(file: &mut File, line: &[u8]) -> io::Result<()> {
    loop {
        match file.write(line) {
            Ok(written) if written == line.len() => return Ok(()),
            Ok(_) => return Err(io::ErrorKind::WriteZero.into()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Shows the number of lost lines.
impl fmt::Debug for FileSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("FileSink");
        debug.field("lost", &self.lost()).finish_non_exhaustive()
    }
}
