//! The imports of a file, and the names they bind.

use std::sync::Arc;

use crate::syntax::{Source, node};

/// How an import binds a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Binds {
    /// The package's own name.
    Default,
    /// `alias "path"`
    Alias(Arc<str>),
    /// `. "path"`: every exported name.
    Dot,
    /// `_ "path"`: nothing.
    Blank,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Import {
    pub path: Arc<str>,
    pub binds: Binds,
}

/// The imports of a file in order.
pub(super) fn of(source: &Source) -> Vec<Import> {
    let mut imports = Vec::new();
    for declaration in node::children(source.root()) {
        if declaration.kind() != "import_declaration" {
            continue;
        }
        node::walk(declaration, &mut |spec| {
            if spec.kind() != "import_spec" {
                return node::Descend::Into;
            }
            let path = spec
                .child_by_field_name("path")
                .map(|path| source.slice(path));
            let path = path.map(|path| path.trim_matches(['"', '`']));
            let binds = match spec.child_by_field_name("name") {
                None => Binds::Default,
                Some(name) => match source.slice(name) {
                    "." => Binds::Dot,
                    "_" => Binds::Blank,
                    alias => Binds::Alias(alias.into()),
                },
            };
            imports.extend(path.map(|path| Import {
                path: path.into(),
                binds,
            }));
            node::Descend::Past
        });
    }
    imports
}

/// The name of a package that cannot be read, by the usual rules: the last element of its path,
/// without a major version, a `.vN` suffix or a `go-` prefix.
pub(super) fn usual_name(path: &str) -> &str {
    let mut elements = path.rsplit('/');
    let mut last = elements.next().unwrap_or(path);
    if is_major_version(last) {
        last = elements.next().unwrap_or(last);
    }
    if let Some((stem, version)) = last.rsplit_once('.')
        && is_major_version(version)
    {
        last = stem;
    }
    last.strip_prefix("go-").unwrap_or(last)
}

fn is_major_version(element: &str) -> bool {
    element
        .strip_prefix('v')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_names() {
        for (path, name) in [
            ("net/http", "http"),
            ("github.com/redis/go-redis/v9", "redis"),
            ("gopkg.in/yaml.v3", "yaml"),
            ("math/rand/v2", "rand"),
            ("v2", "v2"),
        ] {
            assert_eq!(usual_name(path), name, "{path}");
        }
    }
}
