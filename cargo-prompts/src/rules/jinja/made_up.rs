//! Made-up inputs: values of the guessed types, empty ones and missing ones among them.

use prompt_core::js::Json;

use super::uses::{Guess, Trait, Uses};

/// Deeper lists have one item at most, so that the number of values stays small.
const DEEP: usize = 4;

/// The inputs of a round. The first three rounds have values everywhere, empty values, and none where
/// one may be missing; in the others, each value is chosen by itself.
pub(super) fn inputs(uses: &Uses, round: usize) -> Vec<(String, Json)> {
    let mut chooser = Chooser {
        round,
        state: round as u64,
        count: 0,
    };
    chooser.fields(uses, 0)
}

struct Chooser {
    round: usize,
    state: u64,
    /// The number of texts so far, which makes each another one.
    count: usize,
}

impl Chooser {
    fn fields(&mut self, uses: &Uses, depth: usize) -> Vec<(String, Json)> {
        let fields = uses.fields.iter().filter_map(|(name, uses)| {
            let value = self.value(uses, depth)?;
            Some((name.clone(), value))
        });
        // In the order of minijinja's maps, which JSON shows.
        let mut fields = fields.collect::<Vec<_>>();
        fields.sort_by(|(name, _), (other, _)| name.cmp(other));
        fields
    }

    /// A value. `None` if it is missing.
    fn value(&mut self, uses: &Uses, depth: usize) -> Option<Json> {
        if uses.is(Trait::Optional) && self.is_missing() {
            return uses.is(Trait::Null).then_some(Json::Null);
        }
        Some(match uses.guess() {
            Guess::Text => self.text(uses),
            Guess::Number => self.number(uses),
            Guess::Boolean => Json::Bool(self.choose(2) == 0),
            Guess::Any => self.any(uses),
            Guess::Object => Json::Object(self.fields(uses, depth + 1)),
            Guess::List => {
                let items = (0..self.length(depth)).filter_map(|_| self.item(uses, depth));
                Json::List(items.collect())
            }
            Guess::Map => {
                let entries = (0..self.length(depth)).filter_map(|at| {
                    let value = self.item(uses, depth)?;
                    Some((format!("key{at}"), value))
                });
                Json::Object(entries.collect())
            }
        })
    }

    fn item(&mut self, uses: &Uses, depth: usize) -> Option<Json> {
        let unknown = Uses::default();
        self.value(uses.item.as_deref().unwrap_or(&unknown), depth + 1)
    }

    fn text(&mut self, uses: &Uses) -> Json {
        self.count += 1;
        let mut texts = vec![Json::text(format!(" Maß {} & <{{{{b}}}}> ", self.count))];
        texts.push(Json::text(""));
        texts.extend(uses.literals.iter().cloned());
        let at = self.choose(texts.len());
        texts.swap_remove(at)
    }

    /// A value of any type. Where it is tested, there is no empty object: it is true in a prompt, and
    /// false in Jinja.
    fn any(&mut self, uses: &Uses) -> Json {
        let text = self.text(uses);
        let object = Json::Object(vec![("a b".to_owned(), text.clone())]);
        let mut values = vec![
            Json::List(vec![object.clone(), Json::number(2.5), Json::Bool(true)]),
            Json::List(Vec::new()),
            text,
            object,
        ];
        if !uses.is(Trait::Optional) {
            values.push(Json::Object(Vec::new()));
        }
        let at = self.choose(values.len());
        values.swap_remove(at)
    }

    fn number(&mut self, uses: &Uses) -> Json {
        let literals = uses.literals.iter().filter_map(|literal| match literal {
            Json::Number(number) => Some(number.to_f64()),
            _ => None,
        });
        let around = literals.flat_map(|literal| [literal, literal - 1.0, literal + 1.0]);
        let numbers = [3.0, 0.0, 2.5].into_iter().chain(around);
        let numbers = numbers.collect::<Vec<_>>();
        let at = self.choose(numbers.len());
        Json::number(numbers[at])
    }

    fn length(&mut self, depth: usize) -> usize {
        let length = [2, 0, 1, 3][self.choose(4)];
        if depth < DEEP { length } else { length.min(1) }
    }

    fn is_missing(&mut self) -> bool {
        match self.round {
            0 | 1 => false,
            2 => true,
            _ => self.random(3) == 0,
        }
    }

    /// One of so many: the first is a value, the second an empty one.
    fn choose(&mut self, of: usize) -> usize {
        match self.round {
            0 | 2 => 0,
            1 => 1,
            _ => self.random(of),
        }
    }

    fn random(&mut self, below: usize) -> usize {
        // Knuth's multiplier for numbers of 64 bits.
        let (multiplier, increment) = (6_364_136_223_846_793_005, 1_442_695_040_888_963_407);
        self.state = self.state.wrapping_mul(multiplier).wrapping_add(increment);
        let high = usize::try_from(self.state >> 40).unwrap_or_default();
        high % below
    }
}
