//! A payload and a signature that were made elsewhere.

use std::fs;
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::Path;

use prompt_build::library::Moment;
use serde_json::Value;

use crate::project::fault_point;
use crate::project::timestamp::latest;
use crate::report::failure::Failure;

/// A payload has the text of a record, and a signature that of a key: more is something else.
const LONGEST: u64 = 1 << 20;

/// Writes a payload to a new file. What is there already is somebody's, or a link that leads
/// anywhere.
pub fn write_payload(file: &Path, payload: &str) -> Result<(), Failure> {
    match write_new(file, payload) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let message = format!("`{}` exists already", file.display());
            Err(Failure::new(message).help("remove it, or name another file; nothing was changed"))
        }
        written => written.map_err(|error| Failure::cannot("write", file, &error)),
    }
}

/// Writes a file in one step: what was interrupted leaves no half of it under its name.
fn write_new(file: &Path, text: &str) -> io::Result<()> {
    let folder = file.parent().filter(|folder| *folder != Path::new(""));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".payload-");
    // Others may read it, as a file that is made in the usual way: it may be signed by another user.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut draft = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    fault_point::point()?;
    draft.write_all(text.as_bytes())?;
    draft.as_file().sync_all()?;
    draft.persist_noclobber(file)?;
    Ok(())
}

/// The time in a payload, which must not be in the future.
pub fn time_of(payload: &Path) -> Result<String, Failure> {
    let text = read(payload)?;
    let value = serde_json::from_str::<Value>(&text).unwrap_or_default();
    let name = payload.display();
    let at = value["at"].as_str();
    let Some((at, moment)) = at.and_then(|at| Some((at, Moment::parse(at)?))) else {
        return Err(Failure::new(format!("`{name}` is not a payload"))
            .help("the same command without `--signature` writes it"));
    };
    if moment > latest() {
        let message = format!("the payload `{name}` is of {at}, which is in the future");
        return Err(Failure::new(message).help("set the clock of the machine that wrote it"));
    }
    Ok(at.to_owned())
}

/// The signature, if it is of the payload that this record has.
pub fn signature(payload: &str, file: &Path, signature: &Path) -> Result<String, Failure> {
    let given = read(file)?;
    if given.trim_end_matches(['\r', '\n']) != payload {
        return Err(differing(payload, &given, file));
    }
    read(signature)
}

/// Names the first field in which a payload differs from the one that is needed.
fn differing(payload: &str, given: &str, file: &Path) -> Failure {
    let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let (needed, given) = (parse(payload), parse(given));
    let mut keys = needed.as_object().into_iter().flatten();
    let key = keys.find(|(key, value)| given[key.as_str()] != **value);
    let what = key.map_or("its form".to_owned(), |(key, _)| format!("`{key}`"));
    Failure::new(format!(
        "`{}` is of another change: {what} differs",
        file.display()
    ))
    .help("pass the same options as when it was written; if the ledger or the pins changed since, write and sign it again")
}

fn read(file: &Path) -> Result<String, Failure> {
    read_file(file).map_err(|error| Failure::cannot("read", file, &error))
}

/// Reads a file and nothing else: a pipe or a device may have no end.
fn read_file(file: &Path) -> io::Result<String> {
    if !fs::metadata(file)?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    let mut text = String::new();
    let read = fs::File::open(file)?
        .take(LONGEST + 1)
        .read_to_string(&mut text)?;
    if read as u64 > LONGEST {
        return Err(io::Error::other("it is too long"));
    }
    Ok(text)
}
