//! A payload and a signature that were made elsewhere.

use std::fs;
use std::path::Path;

use prompt_build::library::Moment;
use serde_json::Value;

use crate::project::timestamp::latest;
use crate::report::failure::Failure;

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
    fs::read_to_string(file).map_err(|error| Failure::cannot("read", file, &error))
}
