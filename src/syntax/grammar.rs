//! The words of the grammar: which kinds of nodes there are, and which fields each may have.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::source::language;

static LANGUAGE: LazyLock<tree_sitter::Language> = LazyLock::new(language);

static KINDS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let language = &*LANGUAGE;
    let ids = (0..language.node_kind_count()).filter_map(|id| u16::try_from(id).ok());
    let ids = ids.filter(|id| {
        language.node_kind_is_named(*id)
            && language.node_kind_is_visible(*id)
            && !language.node_kind_is_supertype(*id)
    });
    ids.filter_map(|id| language.node_kind_for_id(id)).collect()
});

static FIELDS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let language = &*LANGUAGE;
    let ids = (1..=language.field_count()).filter_map(|id| u16::try_from(id).ok());
    ids.filter_map(|id| language.field_name_for_id(id))
        .collect()
});

/// What the grammar's own table says of a kind.
#[derive(serde::Deserialize)]
struct NodeType {
    r#type: String,
    #[serde(default)]
    fields: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    children: Children,
}

#[derive(Default, serde::Deserialize)]
struct Children {
    #[serde(default)]
    multiple: bool,
}

struct Shape {
    fields: Vec<String>,
    list: bool,
}

static SHAPES: LazyLock<BTreeMap<String, Shape>> = LazyLock::new(|| {
    // The table is part of the grammar; were it unreadable, no kind would have fields, and tests
    // tell.
    let types: Vec<NodeType> = serde_json::from_str(tree_sitter_go::NODE_TYPES).unwrap_or_default();
    let shapes = types.into_iter().map(|of| {
        let shape = Shape {
            fields: of.fields.into_keys().collect(),
            list: of.children.multiple,
        };
        (of.r#type, shape)
    });
    shapes.collect()
});

/// The kinds of named nodes that a tree may have.
#[must_use]
pub fn kinds() -> &'static BTreeSet<&'static str> {
    &KINDS
}

/// All names of fields.
#[must_use]
pub fn fields() -> &'static BTreeSet<&'static str> {
    &FIELDS
}

/// The fields that nodes of a kind may have.
#[must_use]
pub fn fields_of(kind: &str) -> &'static [String] {
    SHAPES
        .get(kind)
        .map_or(&[], |shape| shape.fields.as_slice())
}

/// Whether nodes of a kind may have any number of children beside those in fields.
#[must_use]
pub fn is_list(kind: &str) -> bool {
    SHAPES.get(kind).is_some_and(|shape| shape.list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_knows_its_words() {
        assert!(kinds().contains("for_statement"));
        for no_node in ["_statement", "if", "for_statment"] {
            assert!(!kinds().contains(no_node), "{no_node}");
        }
        assert!(fields().contains("function") && !fields().contains("functin"));
        assert!(fields_of("call_expression").contains(&"arguments".to_owned()));
        assert!(fields_of("block").is_empty());
        assert!(is_list("statement_list") && !is_list("binary_expression"));
    }
}
