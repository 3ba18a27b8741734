use std::collections::BTreeSet;

/// People by their names, each once. Capitals do not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// The names as they were first written, in their order.
    names: Vec<String>,
    in_lower_case: BTreeSet<String>,
}

impl People {
    /// Adds a person. Returns `false` if the person was there already.
    pub fn add(&mut self, name: &str) -> bool {
        let is_new = self.in_lower_case.insert(name.to_ascii_lowercase());
        if is_new {
            self.names.push(name.to_owned());
        }
        is_new
    }

    /// Returns `true` if this person is among them.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.in_lower_case.contains(&name.to_ascii_lowercase())
    }

    /// The names as they were first written, in their order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

#[cfg(test)]
mod tests {
    use super::People;

    #[test]
    fn each_person_is_there_once() {
        let mut people = People::default();
        let added = ["lead", "Owner", "LEAD", "owner"].map(|name| people.add(name));
        assert_eq!(added, [true, true, false, false]);
        assert_eq!(people.names(), ["lead", "Owner"]);
        assert!(people.contains("Lead") && people.contains("OWNER") && !people.contains("le"));
    }
}
