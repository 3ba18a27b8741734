//! What a log must not show, in the code that renders a prompt for one.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::pieces::Printed;
use super::value::Values;
use crate::program::{Base, Value};

/// The secret inputs of a call, and what comes from them.
pub(super) struct Hidden {
    inputs: BTreeSet<String>,
    /// The loops over what is secret, by number.
    loops: RefCell<BTreeSet<usize>>,
    /// The name of what keeps each secret that would have been printed, and gives what is shown in
    /// its place.
    secrets: Ident,
}

impl Hidden {
    pub(super) fn new(inputs: &BTreeSet<&str>, secrets: Ident) -> Self {
        let inputs = inputs.iter().map(|name| (*name).to_owned()).collect();
        Self {
            inputs,
            loops: RefCell::default(),
            secrets,
        }
    }

    /// The conversation so far: the one that is sent is still needed.
    pub(super) fn history(&self, history: &Ident, is_secret: bool) -> TokenStream {
        let secrets = &self.secrets;
        if is_secret {
            quote!(#secrets.hide_messages(&#history))
        } else {
            quote!(#history.clone())
        }
    }

    fn covers(&self, value: &Value) -> bool {
        let Value::Place { base, .. } = value else {
            return false;
        };
        match base {
            Base::Input(name) => self.inputs.contains(name),
            Base::Item(id) | Base::Key(id) => self.loops.borrow().contains(id),
            // How often a loop has run is no part of what it runs over.
            Base::Index(_) | Base::First(_) | Base::Last(_) => false,
        }
    }
}

impl Values<'_> {
    /// The same values, of which these inputs are not to be shown.
    pub(super) fn hiding(mut self, inputs: &BTreeSet<&str>, secrets: Ident) -> Self {
        self.hidden = Some(Hidden::new(inputs, secrets));
        self
    }

    /// What is printed, or what stands for it.
    pub(super) fn shown(&self, value: &Value, printed: Printed) -> Printed {
        match &self.hidden {
            Some(hidden) if hidden.covers(value) => {
                let (secrets, secret) = (&hidden.secrets, printed.borrowed());
                Printed::Borrowed(quote!(#secrets.hide(#secret)))
            }
            _ => printed,
        }
    }

    /// The items of what is secret are secret.
    pub(super) fn note_loop(&self, id: usize, list: &Value) {
        if let Some(hidden) = self.hidden.as_ref().filter(|hidden| hidden.covers(list)) {
            hidden.loops.borrow_mut().insert(id);
        }
    }
}
