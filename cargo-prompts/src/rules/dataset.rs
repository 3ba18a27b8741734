/// The way out for a case whose messages the API does not take.
pub const OTHER_INPUTS: &str = "change the inputs of the case, or use another API for this prompt";

/// A dataset as it stands in its files: what a run is of, and what it must reach.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// The hash of its text.
    pub sha256: String,
    /// The number of calls for each case, at least one.
    pub repeat: u32,
    /// The share of the calls that must pass.
    pub threshold: f64,
    /// The id of the prompt that judges answers, if an assertion needs one.
    pub judge: Option<String>,
}

impl Dataset {
    /// The threshold as messages name it: `95 %`.
    pub fn percentage(&self) -> String {
        // Ten decimals are more than anybody writes, and hide what a float cannot hold.
        let percentage = format!("{:.10}", self.threshold * 100.0);
        let percentage = percentage.trim_end_matches('0').trim_end_matches('.');
        format!("{percentage} %")
    }
}

#[cfg(test)]
mod tests {
    use super::Dataset;

    #[test]
    fn a_threshold_is_named_without_more_digits_than_it_has() {
        for (threshold, expected) in [
            (1.0, "100 %"),
            (0.95, "95 %"),
            (0.57, "57 %"),
            (0.995, "99.5 %"),
        ] {
            let sha256 = String::new();
            let dataset = Dataset {
                sha256,
                repeat: 1,
                threshold,
                judge: None,
            };
            assert_eq!(dataset.percentage(), expected);
        }
    }
}
