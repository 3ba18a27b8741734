//! A search for bytes that looks at many of them at once.

/// Returns the position of the first byte that meets a condition.
///
/// Each call of a model searches its header and its texts. The condition should have no branches:
/// the compiler then turns it into instructions that take 16 bytes at once.
///
/// ```
/// use prompt_core::bytes::position;
///
/// assert_eq!(position(b"model kimi-k2-5\nstatus active", |byte| byte == b'\n'), Some(15));
/// assert_eq!(position(b"model", |byte| byte == b'\n'), None);
/// ```
#[inline]
pub fn position(bytes: &[u8], is_met: impl Fn(u8) -> bool) -> Option<usize> {
    let start = unmet::<32>(bytes, &is_met);
    let start = start + unmet::<8>(bytes.get(start..)?, &is_met);
    let mut rest = bytes.get(start..)?.iter();
    Some(start + rest.position(|byte| is_met(*byte))?)
}

/// Returns the number of bytes in the chunks at the start in which no byte meets the condition.
#[inline]
fn unmet<const N: usize>(bytes: &[u8], is_met: &impl Fn(u8) -> bool) -> usize {
    // Not `any`, which is a branch for each byte.
    let is_unmet = |chunk: &&[u8; N]| {
        !chunk
            .iter()
            .fold(false, |found, byte| found | is_met(*byte))
    };
    let (chunks, _) = bytes.as_chunks::<N>();
    N * chunks.iter().take_while(is_unmet).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_at_any_position() {
        for length in 0..100 {
            for first in 0..=length {
                let mut bytes = [b'a'; 110];
                bytes
                    .iter_mut()
                    .skip(first)
                    .step_by(7)
                    .for_each(|byte| *byte = b'b');
                let expected = (first < length).then_some(first);
                assert_eq!(position(&bytes[..length], |byte| byte == b'b'), expected);
            }
        }
    }
}
