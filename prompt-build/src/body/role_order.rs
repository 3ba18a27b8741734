//! Which messages of a template may stand behind which others when it is rendered.

use prompt_core::js::is_blank;
use prompt_core::program::{Message, Op};
use prompt_core::vocabulary::Role;

/// Goes through messages in every order in which their blocks may be rendered.
#[derive(Debug, Clone, Copy)]
pub(super) struct RoleOrder {
    /// The states in which a rendering may be, by [`State::index`].
    reached: [bool; 4],
    /// A message of the system may stand behind others.
    is_behind: bool,
}

/// Where a rendering is.
#[derive(Clone, Copy)]
struct State {
    /// A message that is none of the system stands above, or is being written.
    is_begun: bool,
    /// The text at this place is the system's.
    is_system: bool,
}

impl RoleOrder {
    /// Notes that other messages may stand here.
    pub(super) fn begin(&mut self) {
        self.advance(|state| State {
            is_begun: true,
            ..state
        });
    }

    /// Returns whether a message that is none of the system may stand above.
    pub(super) fn is_begun(self) -> bool {
        self.states().any(|state| state.is_begun)
    }

    /// Goes through a message, and returns whether one of the system in it may stand behind others.
    pub(super) fn add(&mut self, message: &Message) -> bool {
        let Message::Text { role, ops, .. } = message else {
            return false;
        };
        self.is_behind = false;
        self.set_role(*role);
        self.walk(ops);
        self.is_behind
    }

    fn walk(&mut self, ops: &[Op]) {
        for op in ops {
            match op {
                // A blank message is not sent.
                Op::Text(text) if is_blank(text) => {}
                Op::Text(_) | Op::Print { .. } | Op::Media { .. } | Op::Section(_) => self.write(),
                Op::Role(role) => self.set_role(*role),
                Op::Indented { ops, .. } => self.walk(ops),
                Op::If {
                    then, otherwise, ..
                } => self.fork(then, otherwise),
                Op::Each(each) => {
                    self.fork(&each.body, &each.otherwise);
                    // A further item stands behind those before it.
                    self.fork(&each.body, &[]);
                }
            }
        }
    }

    /// Goes through two branches, of which one is rendered.
    fn fork(&mut self, then: &[Op], otherwise: &[Op]) {
        let mut other = *self;
        other.walk(otherwise);
        self.walk(then);
        for (reached, also) in self.reached.iter_mut().zip(other.reached) {
            *reached |= also;
        }
        self.is_behind |= other.is_behind;
    }

    fn set_role(&mut self, role: Role) {
        self.advance(|state| State {
            is_system: role == Role::System,
            ..state
        });
    }

    /// Notes a text of the role at this place.
    fn write(&mut self) {
        self.is_behind |= self.states().any(|state| state.is_begun && state.is_system);
        self.advance(|state| State {
            is_begun: state.is_begun || !state.is_system,
            ..state
        });
    }

    fn advance(&mut self, next: impl Fn(State) -> State) {
        let mut reached = [false; 4];
        for state in self.states() {
            reached[next(state).index()] = true;
        }
        self.reached = reached;
    }

    fn states(self) -> impl Iterator<Item = State> {
        State::ALL
            .into_iter()
            .filter(move |state| self.reached[state.index()])
    }
}

/// Before the first message.
impl Default for RoleOrder {
    fn default() -> Self {
        Self {
            reached: [true, false, false, false],
            is_behind: false,
        }
    }
}

impl State {
    const ALL: [Self; 4] = [
        Self::new(false, false),
        Self::new(false, true),
        Self::new(true, false),
        Self::new(true, true),
    ];

    const fn new(is_begun: bool, is_system: bool) -> Self {
        Self {
            is_begun,
            is_system,
        }
    }

    fn index(self) -> usize {
        usize::from(self.is_begun) * 2 + usize::from(self.is_system)
    }
}
