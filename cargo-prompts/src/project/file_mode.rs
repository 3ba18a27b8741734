//! The permissions to read a file.

use std::io;
use std::path::Path;

/// Sees to it that nobody can read a file who cannot read the one that it is made from. `to` may not
/// exist yet: files that the process makes from now on are as strict.
#[cfg(unix)]
pub fn keep_private(from: &Path, to: &Path) -> io::Result<()> {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

    use rustix::fs::Mode;
    use rustix::process::umask;

    const OF_OTHERS: [(u32, Mode); 4] = [
        (0o040, Mode::RGRP),
        (0o020, Mode::WGRP),
        (0o004, Mode::ROTH),
        (0o002, Mode::WOTH),
    ];
    let given = fs::metadata(from)?.permissions().mode();
    let refused = OF_OTHERS.iter().filter(|(bit, _)| given & bit == 0);
    let bits = refused.clone().fold(0, |bits, (bit, _)| bits | bit);
    let mask = refused.fold(Mode::empty(), |mask, (_, bit)| mask | *bit);
    let present = umask(mask);
    umask(present | mask);
    match fs::metadata(to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        metadata => {
            let mode = metadata?.permissions().mode();
            if mode & bits == 0 {
                return Ok(());
            }
            fs::set_permissions(to, Permissions::from_mode(mode & !bits))
        }
    }
}

/// Without the modes of Unix, a new file has the rights of its folder.
#[cfg(not(unix))]
pub fn keep_private(_from: &Path, _to: &Path) -> io::Result<()> {
    Ok(())
}
