use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

type Form = Arc<dyn Any + Send + Sync>;

/// What was made of the files that prompts share. Each file is read and compiled for the first prompt
/// that uses it; the others take the result, with its findings.
#[derive(Default)]
pub struct SharedForms(Mutex<BTreeMap<String, Form>>);

impl SharedForms {
    /// Returns what was kept under a key, if it is of this type.
    pub fn get<T: Send + Sync + 'static>(&self, key: &str) -> Option<Arc<T>> {
        let forms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        forms.get(key).cloned()?.downcast().ok()
    }

    /// Keeps a result under a key.
    pub fn keep<T: Send + Sync + 'static>(&self, key: String, form: &Arc<T>) {
        let mut forms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        forms.insert(key, Arc::clone(form) as Form);
    }
}

/// Says nothing of the results, which can be large.
impl fmt::Debug for SharedForms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedForms").finish_non_exhaustive()
    }
}
