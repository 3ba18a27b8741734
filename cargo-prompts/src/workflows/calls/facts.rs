//! The macro calls and imports of one file.

use std::sync::Arc;

use proc_macro2::{Span, TokenStream};
use prompt_build::parallel;
use prompt_build::report::{Code, Finding};
use prompt_build::source::{Location, Source};
use syn::visit::{self, Visit};
use syn::{Attribute, ItemExternCrate, ItemMacro, ItemMod, ItemUse, Macro, UseTree};

use super::Compiled;
use super::arguments;
use super::mentions::Mentions;
use super::rust_file::{self, location};
use super::sources::module_folder;
use super::tokens::{self, Argument};

/// One file, as far as macros are concerned.
#[derive(Debug, Default)]
pub struct SourceFacts {
    pub path: String,
    pub invocations: Vec<Invocation>,
    pub imports: Vec<Import>,
    /// The names of the macros that it defines.
    pub defined: Vec<String>,
    /// The files of modules that are compiled under a condition, without their extension.
    pub conditional_modules: Vec<String>,
    /// The reason why the file cannot be parsed.
    pub unreadable: Option<Finding>,
}

#[derive(Debug)]
pub struct Invocation {
    /// The names of the macro's path.
    pub path: Vec<String>,
    pub argument: Argument,
    /// The place of the argument.
    pub location: Location,
    /// The names of the inputs, each with its place, if there are any and they can be read.
    pub inputs: Option<Vec<(String, Location)>>,
    pub compiled: Compiled,
}

/// `use root::…::original as name`.
#[derive(Debug)]
pub struct Import {
    pub root: String,
    pub original: String,
    pub name: String,
}

impl Import {
    /// Returns true if the import names the crate itself, as in `use prompt_runtime as pr` and
    /// `{self as pr}`.
    pub fn is_of_crate(&self) -> bool {
        self.original == self.root || self.original == "self"
    }
}

impl SourceFacts {
    /// The facts of each file, in the same order.
    pub fn all(files: &[(String, Result<Arc<Source>, Finding>)]) -> Vec<Self> {
        let mentions = Mentions::of(files.iter().filter_map(|(_, source)| source.as_ref().ok()));
        parallel::map(files, |(path, source)| match source {
            Ok(source) if mentions.are_in(&source.text) => {
                Self::parse(source).unwrap_or_else(|finding| Self::unreadable(path, finding))
            }
            Ok(_) => Self {
                path: path.clone(),
                ..Self::default()
            },
            Err(finding) => Self::unreadable(path, finding.clone()),
        })
    }

    fn unreadable(path: &str, finding: Finding) -> Self {
        Self {
            path: path.to_owned(),
            unreadable: Some(unreadable(finding)),
            ..Self::default()
        }
    }

    /// Reads a file as Rust.
    pub fn parse(source: &Arc<Source>) -> Result<Self, Finding> {
        rust_file::read(source, |file| {
            let facts = Self {
                path: source.path.clone(),
                ..Self::default()
            };
            let mut reader = FactCollector {
                source,
                facts,
                compiled: Compiled::Always,
                modules: Vec::new(),
            };
            reader.visit_file(file);
            reader.facts
        })
    }
}

/// A file that cannot be parsed is a warning here, because the compiler reports it too. Its calls
/// are unknown. A merge conflict is one in every file.
fn unreadable(finding: Finding) -> Finding {
    let help = "its calls are unknown, so no prompt is reported as unused".to_owned();
    if finding.code == Code::MergeConflict {
        return finding.help(help);
    }
    Finding::warning(Code::UnreadableSource, finding.location, finding.message).help(help)
}

struct FactCollector<'a> {
    source: &'a Arc<Source>,
    facts: SourceFacts,
    /// The condition under which the code is compiled.
    compiled: Compiled,
    /// The inline modules around the present code.
    modules: Vec<String>,
}

impl FactCollector<'_> {
    /// Visits code under these attributes.
    fn within(&mut self, attributes: &[Attribute], work: impl FnOnce(&mut Self)) {
        let outside = self.compiled;
        if attributes.iter().any(is_condition) {
            self.compiled = Compiled::Sometimes;
        }
        work(self);
        self.compiled = outside;
    }

    fn invoke(&mut self, path: Vec<String>, tokens: &TokenStream, whole: Span) {
        let (argument, span) = tokens::argument(tokens, whole);
        let names = matches!(argument, Argument::Text(_))
            .then(|| arguments::input_names(tokens))
            .flatten();
        let inputs = names.map(|names| {
            let names = names.into_iter();
            let placed = names.map(|(name, span)| (name, location(self.source, span)));
            placed.collect()
        });
        self.facts.invocations.push(Invocation {
            path,
            argument,
            location: location(self.source, span),
            inputs,
            compiled: self.compiled,
        });
    }

    fn scan(&mut self, tokens: TokenStream) {
        for found in tokens::invocations(tokens) {
            self.invoke(found.path, &found.tokens, found.span);
        }
    }

    fn import(&mut self, root: Option<&str>, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => {
                let own = path.ident.to_string();
                self.import(Some(root.unwrap_or(&own)), &path.tree);
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(root, tree)),
            UseTree::Name(name) => self.add_import(root, &name.ident, &name.ident),
            UseTree::Rename(rename) => self.add_import(root, &rename.ident, &rename.rename),
            UseTree::Glob(_) => {}
        }
    }

    fn add_import(&mut self, root: Option<&str>, original: &syn::Ident, name: &syn::Ident) {
        let (original, name) = (original.to_string(), name.to_string());
        self.facts.imports.push(Import {
            root: root.unwrap_or(&original).to_owned(),
            original,
            name,
        });
    }

    /// A module in a file of its own, under a condition.
    fn add_conditional_module(&mut self, module: &ItemMod) {
        let folder = module_folder(&self.facts.path);
        let around = self
            .modules
            .iter()
            .fold(folder, |folder, name| format!("{folder}{name}/"));
        self.facts
            .conditional_modules
            .push(format!("{around}{}", module.ident));
    }
}

/// Returns true if some builds leave out the code with this attribute: `#[cfg(…)]`, and tests.
fn is_condition(attribute: &Attribute) -> bool {
    let name = attribute
        .path()
        .segments
        .last()
        .map(|segment| segment.ident.to_string());
    matches!(name.as_deref(), Some("cfg" | "test" | "bench"))
}

/// Visits code with attributes, and tracks their conditions.
macro_rules! visit_within_attributes {
    ($($visit:ident: $node:ident,)*) => {
        $(fn $visit(&mut self, node: &'ast syn::$node) {
            self.within(&node.attrs, |reader| visit::$visit(reader, node));
        })*
    };
}

impl<'ast> Visit<'ast> for FactCollector<'_> {
    visit_within_attributes! {
        visit_file: File,
        visit_item_const: ItemConst,
        visit_item_enum: ItemEnum,
        visit_item_fn: ItemFn,
        visit_item_impl: ItemImpl,
        visit_item_static: ItemStatic,
        visit_item_struct: ItemStruct,
        visit_item_trait: ItemTrait,
        visit_impl_item_const: ImplItemConst,
        visit_impl_item_fn: ImplItemFn,
        visit_impl_item_macro: ImplItemMacro,
        visit_trait_item_const: TraitItemConst,
        visit_trait_item_fn: TraitItemFn,
        visit_trait_item_macro: TraitItemMacro,
        visit_variant: Variant,
        visit_local: Local,
        visit_stmt_macro: StmtMacro,
        visit_arm: Arm,
        visit_field_value: FieldValue,
        visit_expr_assign: ExprAssign,
        visit_expr_block: ExprBlock,
        visit_expr_call: ExprCall,
        visit_expr_for_loop: ExprForLoop,
        visit_expr_if: ExprIf,
        visit_expr_loop: ExprLoop,
        visit_expr_macro: ExprMacro,
        visit_expr_match: ExprMatch,
        visit_expr_method_call: ExprMethodCall,
        visit_expr_return: ExprReturn,
        visit_expr_unsafe: ExprUnsafe,
        visit_expr_while: ExprWhile,
    }

    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        self.within(&module.attrs, |reader| {
            if module.content.is_none() && reader.compiled == Compiled::Sometimes {
                reader.add_conditional_module(module);
            }
            reader.modules.push(module.ident.to_string());
            visit::visit_item_mod(reader, module);
            reader.modules.pop();
        });
    }

    fn visit_item_macro(&mut self, item: &'ast ItemMacro) {
        self.within(&item.attrs, |reader| {
            let Some(name) = &item.ident else {
                return visit::visit_item_macro(reader, item);
            };
            reader.facts.defined.push(name.to_string());
            // The body of a macro is compiled only where the macro is invoked.
            reader.compiled = Compiled::Sometimes;
            reader.scan(item.mac.tokens.clone());
        });
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.import(None, &item.tree);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast ItemExternCrate) {
        let name = item.rename.as_ref().map_or(&item.ident, |(_, name)| name);
        self.add_import(None, &item.ident, name);
    }

    fn visit_macro(&mut self, invoked: &'ast Macro) {
        let path = invoked
            .path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect::<Vec<_>>();
        // `cfg_if!` and `cfg_select!` leave out some of their contents.
        let outside = self.compiled;
        if path.last().is_some_and(|name| name.starts_with("cfg_")) {
            self.compiled = Compiled::Sometimes;
        }
        let whole = invoked.delimiter.span().join();
        self.invoke(path, &invoked.tokens, whole);
        self.scan(invoked.tokens.clone());
        self.compiled = outside;
    }
}
