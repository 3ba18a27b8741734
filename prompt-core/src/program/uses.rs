use alloc::collections::{BTreeMap, BTreeSet};

use super::{
    Base, Call, Condition, Demand, Format, Function, Loop, Message, Operand, Parameter, Step,
    VariablePath, Visitor, walk_condition, walk_ops,
};

/// A way in which a program uses a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Usage {
    /// The program prints or compares the value.
    Read,
    /// The program tests the value.
    Test,
    /// The program prints the value as JSON.
    Serialize,
    /// The program loops over the value.
    Iterate,
}

/// Returns the values that messages use. Each path starts from an input.
#[must_use]
pub fn uses(messages: &[Message]) -> BTreeSet<(VariablePath, Usage)> {
    let mut collector = Collector::default();
    for message in messages {
        if let Message::Text { ops, .. } = message {
            walk_ops(&mut collector, ops);
        }
    }
    collector.uses
}

#[derive(Default)]
struct Collector {
    uses: BTreeSet<(VariablePath, Usage)>,
    /// The paths of the items of loops, by the loop's id.
    items: BTreeMap<usize, VariablePath>,
}

impl Visitor for Collector {
    fn visit_loop(&mut self, each: &Loop) {
        self.note(&each.list, Usage::Iterate);
        if let Some(list) = self.rooted(&each.list) {
            self.items.insert(each.id, list.join(Step::Item));
        }
        walk_ops(self, &each.body);
        walk_ops(self, &each.otherwise);
    }

    fn visit_printed(&mut self, value: &Operand, format: Format) {
        let usage = match format.demand() {
            Demand::Serialize => Usage::Serialize,
            Demand::Print | Demand::Test => Usage::Read,
        };
        self.note_value(value, usage);
    }

    fn visit_condition(&mut self, condition: &Condition) {
        match condition {
            Condition::True(value) | Condition::Given(value) => {
                self.note_value(value, Usage::Test);
            }
            // Its JSON tells whether there is a value.
            Condition::AnyPresent(values) => values
                .iter()
                .for_each(|value| self.note_value(value, Usage::Serialize)),
            condition => walk_condition(self, condition),
        }
    }

    fn visit_operand(&mut self, value: &Operand) {
        self.note_value(value, Usage::Read);
    }

    fn visit_variable(&mut self, path: &VariablePath) {
        self.note(path, Usage::Read);
    }
}

impl Collector {
    fn note_value(&mut self, value: &Operand, usage: Usage) {
        let Some(path) = value.path() else {
            self.note_items(value);
            return self.visit_arguments(value);
        };
        self.note(&path, usage);
        let mut value = value;
        while let Operand::Call(Call { arguments, .. }) = value
            && let [of, key] = arguments.as_slice()
        {
            self.visit_operand(key);
            value = of;
        }
    }

    /// Visits the arguments of a function: conditions, and others.
    fn visit_arguments(&mut self, value: &Operand) {
        let Operand::Call(call) = value else { return };
        let signature = call.function.signature();
        for (position, argument) in call.arguments.iter().enumerate() {
            if signature.parameter(position) == Some(Parameter::Condition) {
                self.note_value(argument, Usage::Test);
            } else {
                self.visit_operand(argument);
            }
        }
    }

    /// Notes the items of a list that a function reads.
    fn note_items(&mut self, value: &Operand) {
        if let Operand::Call(Call {
            function: Function::ContainsItem | Function::Join,
            arguments,
        }) = value
            && let Some(list) = arguments.first().and_then(Operand::path)
        {
            self.note(&list.join(Step::Item), Usage::Read);
        }
    }

    fn note(&mut self, path: &VariablePath, usage: Usage) {
        if let Some(path) = self.rooted(path) {
            self.uses.insert((path, usage));
        }
    }

    /// Returns the path as it starts from an input. `@index` and its like do not.
    fn rooted(&self, path: &VariablePath) -> Option<VariablePath> {
        let mut whole = match &path.base {
            Base::Input(_) => return Some(path.clone()),
            Base::Item(id) => self.items.get(id)?.clone(),
            Base::Index(_) | Base::Key(_) | Base::First(_) | Base::Last(_) => return None,
        };
        whole.steps.extend(path.steps.iter().cloned());
        Some(whole)
    }
}

#[cfg(test)]
mod tests {
    use alloc::borrow::ToOwned as _;
    use alloc::vec;
    use alloc::vec::Vec;

    use super::*;
    use crate::program::{Condition, Op};
    use crate::vocabulary::Role;

    #[test]
    fn paths_start_from_inputs() {
        let field = |base, name: &str| VariablePath {
            base,
            steps: vec![Step::Field(name.to_owned())],
        };
        let print = |path: VariablePath, format| Op::Print {
            value: Operand::Variable(path),
            format,
        };
        let products = VariablePath::input("products");
        let index = VariablePath {
            base: Base::Index(0),
            steps: vec![],
        };
        let body = vec![
            print(field(Base::Item(0), "name"), Format::Plain),
            print(index, Format::Plain),
            print(field(Base::Item(0), "price"), Format::Json { indent: 0 }),
        ];
        let condition = Condition::Given(Operand::Variable(VariablePath::input("tone")));
        let ops = vec![
            Op::Each(Loop {
                id: 0,
                list: products.clone(),
                body,
                otherwise: vec![],
            }),
            Op::If {
                condition,
                then: vec![],
                otherwise: vec![],
            },
        ];
        let uses = uses(&[Message::Text {
            role: Role::User,
            ops,
            range: 0..0,
        }]);
        let item = products.join(Step::Item);
        let expected = [
            (products, Usage::Iterate),
            (item.join(Step::Field("name".to_owned())), Usage::Read),
            (item.join(Step::Field("price".to_owned())), Usage::Serialize),
            (VariablePath::input("tone"), Usage::Test),
        ];
        assert_eq!(uses, expected.into_iter().collect());
    }

    #[test]
    fn a_value_that_is_looked_for_has_json() {
        let ops = vec![Op::If {
            condition: Condition::AnyPresent(vec![Operand::Variable(VariablePath::input("a"))]),
            then: vec![],
            otherwise: vec![],
        }];
        let uses = uses(&[Message::Text {
            role: Role::User,
            ops,
            range: 0..0,
        }]);
        let expected = (VariablePath::input("a"), Usage::Serialize);
        assert_eq!(uses, [expected].into_iter().collect());
    }

    #[test]
    fn a_condition_within_a_condition_is_tested() {
        let variable = |name: &str| Operand::Variable(VariablePath::input(name));
        let call = |function, arguments| {
            Operand::Call(Call {
                function,
                arguments,
            })
        };
        let not = call(Function::Not, vec![variable("a")]);
        let equal = call(Function::Eq, vec![variable("b"), variable("c")]);
        let ops = vec![Op::If {
            condition: Condition::True(call(Function::Or, vec![not, equal, variable("b")])),
            then: vec![],
            otherwise: vec![],
        }];
        let uses = uses(&[Message::Text {
            role: Role::User,
            ops,
            range: 0..0,
        }]);
        let expected = [
            ("a", Usage::Test),
            ("b", Usage::Read),
            ("b", Usage::Test),
            ("c", Usage::Read),
        ];
        let expected = expected.map(|(name, usage)| (VariablePath::input(name), usage));
        assert_eq!(uses, expected.into_iter().collect());
    }

    #[test]
    fn expressions_use_their_arguments() {
        let variable = |name: &str| Operand::Variable(VariablePath::input(name));
        let call = |function, arguments| {
            Operand::Call(Call {
                function,
                arguments,
            })
        };
        let name = Operand::Constant(crate::js::Json::text("name"));
        let looked_up = variable("products").part(variable("at")).part(name);
        let joined = call(Function::Join, vec![variable("tags"), variable("between")]);
        let print = |value, format| Op::Print { value, format };
        let ops = vec![
            print(looked_up, Format::Json { indent: 0 }),
            print(call(Function::Upper, vec![joined]), Format::Plain),
        ];
        let uses = uses(&[Message::Text {
            role: Role::User,
            ops,
            range: 0..0,
        }]);
        let of = |name, steps: Vec<Step>| VariablePath {
            steps,
            ..VariablePath::input(name)
        };
        let expected = [
            (
                of("products", vec![Step::Item, Step::Field("name".into())]),
                Usage::Serialize,
            ),
            (of("at", vec![]), Usage::Read),
            (of("tags", vec![]), Usage::Read),
            (of("tags", vec![Step::Item]), Usage::Read),
            (of("between", vec![]), Usage::Read),
        ];
        assert_eq!(uses, expected.into_iter().collect());
    }
}
