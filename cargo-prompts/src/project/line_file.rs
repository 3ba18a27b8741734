//! A text file that is read line by line, so that memory holds one line of it at a time.

use std::fs::File;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, BufRead as _, BufReader, ErrorKind, Read as _, Seek as _, SeekFrom};
use std::sync::{Mutex, MutexGuard, PoisonError};

use prompt_build::hash::TextHash;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// An open file. Its lines are those of [`prompt_build::disk::Disk::read`]: LF line ends, no byte
/// order mark.
#[derive(Debug)]
pub struct LineFile {
    file: Mutex<BufReader<File>>,
    /// The largest size that is read.
    most_bytes: u64,
}

/// The place of a line. There may be many, so it is small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinePlace {
    /// Counted from one.
    pub number: u32,
    /// The offset in the file, in bytes.
    start: u32,
    /// A part of the hash of the text. Another text has the same in one of four billion cases.
    check: u32,
}

impl LineFile {
    pub fn new(file: File, most_bytes: u64) -> Self {
        let file = Mutex::new(BufReader::new(file));
        Self { file, most_bytes }
    }

    /// Goes through all lines, and returns the hash of the text.
    ///
    /// Fails where the file cannot be read, is no UTF-8, or is too large.
    pub fn for_each(&self, mut take: impl FnMut(LinePlace, &str)) -> io::Result<String> {
        let mut file = self.file();
        file.rewind()?;
        let (mut hash, mut line) = (TextHash::default(), Vec::new());
        let (mut number, mut start) = (0, 0_u64);
        loop {
            line.clear();
            // One byte more than may be there tells that the file is too large.
            let rest = self.most_bytes - start + 1;
            let length = file.by_ref().take(rest).read_until(b'\n', &mut line)?;
            if length == 0 {
                return Ok(hash.finish());
            }
            let end = start + u64::try_from(length).unwrap_or(u64::MAX);
            if end > self.most_bytes {
                return Err(ErrorKind::FileTooLarge.into());
            }
            number += 1;
            let text = text_of(&line, start)?;
            hash.add(text);
            if line.ends_with(b"\n") {
                hash.add("\n");
            }
            take(LinePlace::of(text, number, start)?, text);
            start = end;
        }
    }

    /// Reads the line at a place. `None` if the file has another one there by now.
    pub fn line(&self, place: LinePlace) -> io::Result<Option<String>> {
        let (mut line, start) = (Vec::new(), u64::from(place.start));
        let mut file = self.file();
        file.seek(SeekFrom::Start(start))?;
        let rest = self.most_bytes.saturating_sub(start);
        file.by_ref().take(rest).read_until(b'\n', &mut line)?;
        drop(file);
        let text = text_of(&line, start).ok();
        let text = text.filter(|text| check(text) == place.check);
        Ok(text.map(str::to_owned))
    }

    fn file(&self) -> MutexGuard<'_, BufReader<File>> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LinePlace {
    fn of(text: &str, number: u32, start: u64) -> io::Result<Self> {
        let start = u32::try_from(start).map_err(|_| ErrorKind::FileTooLarge)?;
        let check = check(text);
        Ok(Self {
            number,
            start,
            check,
        })
    }
}

/// The text of a line with its end, which begins at this offset of the file.
fn text_of(line: &[u8], start: u64) -> io::Result<&str> {
    let line = match line.strip_suffix(b"\n") {
        Some(line) => line.strip_suffix(b"\r").unwrap_or(line),
        None => line,
    };
    let text = str::from_utf8(line).map_err(|_| ErrorKind::InvalidData)?;
    let marked = text.strip_prefix(BYTE_ORDER_MARK).filter(|_| start == 0);
    Ok(marked.unwrap_or(text))
}

#[expect(clippy::cast_possible_truncation, reason = "a part is enough")]
fn check(text: &str) -> u32 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish() as u32
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::io::{ErrorKind, Seek as _};
    use std::path::Path;

    use prompt_build::disk::Disk;
    use prompt_build::hash::sha256;
    use proptest::prelude::*;

    use super::{LineFile, LinePlace};

    const MOST_BYTES: u64 = 64;

    fn open(path: &Path) -> LineFile {
        LineFile::new(File::open(path).expect("it exists"), MOST_BYTES)
    }

    /// Reads the lines with their places, and the hash of the text.
    fn read(file: &LineFile) -> (Vec<(LinePlace, String)>, String) {
        let mut lines = Vec::new();
        let hash = file.for_each(|place, text| lines.push((place, text.to_owned())));
        (lines, hash.expect("it can be read"))
    }

    fn kind(bytes: &[u8]) -> ErrorKind {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("replay.jsonl");
        fs::write(&path, bytes).expect("written");
        let read = open(&path).for_each(|_, _| {});
        read.expect_err("it is refused").kind()
    }

    #[test]
    fn what_is_no_text_and_what_is_too_large_is_refused() {
        assert_eq!(kind(b"{}\n\xff\n"), ErrorKind::InvalidData);
        assert_eq!(kind(&[b'\n'; 65]), ErrorKind::FileTooLarge);
        assert_eq!(kind(&[b'a'; 65]), ErrorKind::FileTooLarge);
    }

    #[test]
    fn a_file_is_not_read_beyond_its_largest_size() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("replay.jsonl");
        fs::write(&path, vec![b'a'; 1 << 20]).expect("written");
        let file = open(&path);
        let position = || file.file().get_mut().stream_position().expect("a file");
        assert!(file.for_each(|_, _| {}).is_err());
        assert!(position() < 1 << 16, "{}", position());
        let place = LinePlace::of("a", 1, 0).expect("a place");
        assert_eq!(file.line(place).expect("it can be read"), None);
        assert!(position() < 1 << 16, "{}", position());
    }

    #[test]
    fn a_line_that_has_changed_is_not_returned() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("replay.jsonl");
        fs::write(&path, "{\"a\": 1}\n{\"a\": 2}\n").expect("written");
        let file = open(&path);
        let (lines, _) = read(&file);
        fs::write(&path, "{\"a\": 1}\n{\"a\": 3}\n").expect("written");
        let again = lines.iter().map(|(place, _)| file.line(*place));
        let again = again.map(|line| line.expect("it can be read"));
        let expected = [Some("{\"a\": 1}".to_owned()), None];
        assert_eq!(again.collect::<Vec<_>>(), expected);
        fs::write(&path, "").expect("written");
        let line = file.line(lines[0].0).expect("it can be read");
        assert_eq!(line, None);
    }

    proptest! {
        /// Both ways to read a file have the same lines and the same hash.
        #[test]
        fn the_lines_are_those_of_the_whole_text(text in "\u{feff}?[a\u{feff}é\r\n ]{0,20}") {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("replay.jsonl");
            fs::write(&path, &text).expect("written");
            let whole = Disk::new(folder.path().to_owned()).read("replay.jsonl").expect("it is a text");
            let file = open(&path);
            let (lines, hash) = read(&file);
            prop_assert_eq!(hash, sha256(&whole.text));
            let expected = (1..).zip(whole.text.split('\n')).filter(|(_, text)| !text.is_empty());
            let filled = lines.iter().filter(|(_, text)| !text.is_empty());
            let filled = filled.map(|(place, text)| (place.number, text.as_str()));
            prop_assert_eq!(filled.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
            for (place, text) in &lines {
                prop_assert_eq!(file.line(*place).expect("it can be read"), Some(text.clone()));
            }
        }
    }
}
