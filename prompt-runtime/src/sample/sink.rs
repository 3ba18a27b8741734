/// What takes the lines of sampled calls.
///
/// A closure is one:
///
/// ```
/// use prompt_runtime::sample::{Sampler, Share};
///
/// Sampler::new(Share::percent(0.5), |line: &str| eprintln!("{line}")).install();
/// ```
///
/// The call runs it before it returns its rendering, on the thread of the call. So it should be quick
/// and not panic. [`FileSink`](super::FileSink) hands the line to a thread of its own.
pub trait Sink: Send + Sync {
    /// Takes a line: a JSON object without a line end.
    fn take(&self, line: &str);
}

impl<F: Fn(&str) + Send + Sync> Sink for F {
    fn take(&self, line: &str) {
        self(line);
    }
}
