//! The data that the scripts beside this file write: the schemas refuse what they should, and the
//! answers are read.

mod answers;
mod bodies;
mod check;
mod guide;
mod rounds;
mod second_turn;
mod sent;
mod versions;
